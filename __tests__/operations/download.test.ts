import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { EXECUTABLE_SHOWN, paths, snapshot } from '../support/tree.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const tool = { data: '#!/bin/sh\n', mode: 0o755 }
const upload = (name: string, files: Record<string, string | typeof tool> = { [`${name}.txt`]: name }) =>
  scenario.run.addArtifact(name, { files })
const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)

/** Files beside the workspace: none may remain. */
const left = () =>
  paths(scenario.job.folder).filter(
    path => !/^(work|commands)/.test(path) && !/^temp\/(artifacts-.*json)?$/.test(path)
  )

test('every file counts, however many artifacts are installed at once', async () => {
  for (let index = 0; index < 30; index++) await upload(`a${index}`)
  const { outputs } = await scenario.step({ path: 'out', concurrency: '16' })
  expect(outputs).toMatchObject({ count: '30', 'file-count': '30' })
})

describe('layout', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['one name: straight into path', { name: 'a' }, ['a.txt']],
    ['one id: straight into path', { 'artifact-ids': 'A' }, ['a.txt']],
    ['two names: a folder each', { name: 'a\nb' }, ['a/', 'a/a.txt', 'b/', 'b/b.txt']],
    ['no name: a folder each', {}, ['a/', 'a/a.txt', 'b/', 'b/b.txt']],
    ['a pattern that matches one: still its folder', { pattern: 'a' }, ['a/', 'a/a.txt']],
    ['merged', { 'merge-multiple': 'true' }, ['a.txt', 'b.txt']],
    ['archives that are kept', { 'skip-decompress': 'true' }, ['a/', 'a/a.zip', 'b/', 'b/b.zip']],
    ['one archive that is kept', { name: 'a', 'skip-decompress': 'true' }, ['a.zip']],
    ['files that match', { files: '**/*.txt\n!b.txt' }, ['a/', 'a/a.txt', 'b/']]
  ])('%s', async (_, inputs, expected) => {
    const a = await upload('a')
    await upload('b')
    const { code, stdout, outputs } = await scenario.step({
      ...inputs,
      ...(inputs['artifact-ids'] && { 'artifact-ids': String(a.id) }),
      path: 'out'
    })
    expect(stdout).not.toContain('::error')
    expect(code).toBe(0)
    expect(paths(work('out'))).toEqual(expected)
    expect(outputs['download-path']).toBe(work('out'))
    expect(left()).toEqual([])
  })

  test('several of a name: the newest, or with latest: false each in its folder', async () => {
    const old = await upload('a', { 'a.txt': 'old' })
    const newest = await upload('a', { 'a.txt': 'new' })
    await scenario.step({ path: 'newest' })
    expect(readFileSync(work('newest/a/a.txt'), 'utf8')).toBe('new')
    const { outputs } = await scenario.step({ path: 'all', latest: 'false' })
    expect(readFileSync(work(`all/a/${old.id}/a.txt`), 'utf8')).toBe('old')
    expect(readFileSync(work(`all/a/${newest.id}/a.txt`), 'utf8')).toBe('new')
    expect(JSON.parse(outputs.paths ?? '')).toEqual({ a: work(`all/a/${newest.id}`) })
  })

  test('merged, the newest wins', async () => {
    await upload('a', { same: 'old', a: 'a' })
    await upload('b', { same: 'new', b: 'b' })
    await scenario.step({ 'merge-multiple': 'true', path: 'out' })
    expect(readFileSync(work('out/same'), 'utf8')).toBe('new')
    expect(paths(work('out'))).toEqual(['a', 'b', 'same'])
  })
})

describe('files', () => {
  test('globs that match nothing: a warning, but not if one artifact of several has a match', async () => {
    await upload('a')
    await upload('b')
    const nothing = await scenario.step({ path: 'out', files: 'a.text\n!b.txt' })
    expect([nothing.code, nothing.outputs['file-count']]).toEqual([0, '0'])
    expect(nothing.stdout).toMatch(
      /^::warning::files \("a\.text", "!b\.txt"\) .*\b2 artifacts \(.*file-count is 0.*"a\.txt", "b\.txt"/m
    )
    const some = await scenario.step({ path: 'out', files: 'a.txt' })
    expect(some.outputs['file-count']).toBe('1')
    expect(some.stdout).not.toContain('::warning')
    const all = await scenario.step({ path: 'out' })
    expect(all.stdout).not.toContain('::warning')
  })

  test('modes and times of the files, and the outputs', async () => {
    const files = { 'bin/tool': tool, 'a.txt': 'hello' }
    const artifact = await scenario.run.addArtifact('dist', { files, mtime: new Date(2020, 1, 2) })
    const { outputs, summary, stdout } = await scenario.step({ name: 'dist' })
    expect(snapshot(work())).toEqual({
      '.': expect.any(String),
      bin: 'folder 0755',
      'bin/tool': `file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`,
      'a.txt': 'file 0644 "hello"'
    })
    expect(statSync(work('a.txt')).mtime.getFullYear()).toBe(2020)
    expect(outputs).toMatchObject({
      'download-path': work(),
      paths: JSON.stringify({ dist: work() }),
      'file-count': '2',
      'extracted-size': '15',
      'transferred-bytes': String(artifact.size_in_bytes),
      'digest-verified': 'true',
      'failed-count': '0',
      'api-requests': '2'
    })
    expect(outputs).not.toHaveProperty('deleted-count')
    expect(scenario.asked()).toEqual([
      `GET /actions/runs/${scenario.run.id}/artifacts?name=dist&page=1`,
      `GET /actions/artifacts/${artifact.id}/zip`,
      'GET storage'
    ])
    expect(summary).toContain('### Downloaded 1 of 1 artifact of')
    expect(stdout).toMatch(/::add-mask::http.*sig=/)
  })

  test('a file that is no archive keeps its name', async () => {
    await scenario.run.addArtifact('site.zip', { raw: Buffer.from('PK raw'), contentType: 'application/zip' })
    await scenario.run.addArtifact('report.html', { raw: Buffer.from('<p>'), contentType: 'text/html' })
    const { outputs } = await scenario.step({ path: 'out' })
    expect(paths(work('out'))).toEqual([
      'report.html/',
      'report.html/report.html',
      'site.zip/',
      'site.zip/site.zip'
    ])
    expect(outputs['digest-verified']).toBe('true')
    await scenario.step({ path: 'one', name: 'report.html' })
    expect(paths(work('one'))).toEqual(['report.html'])
    await scenario.step({ path: 'none', name: 'report.html', files: '*.txt' })
    expect(paths(work('none'))).toEqual([])
  })

  test.each(['', 'x'])('a raw file of %j, which storage has no range of where it is empty', async text => {
    await scenario.run.addArtifact('log.txt', { raw: Buffer.from(text), contentType: 'text/plain' })
    const { code, outputs } = await scenario.step({ path: 'out', name: 'log.txt', retries: '0' })
    expect({ code, verified: outputs['digest-verified'] }).toEqual({ code: 0, verified: 'true' })
    expect(readFileSync(work('out', 'log.txt'), 'utf8')).toBe(text)
  })

  test('a server without lengths, digests or Content-Disposition', async () => {
    await scenario.close()
    scenario = await startScenario({
      flavour: 'ghes-3.10',
      storage: { chunked: true, contentDisposition: false }
    })
    scenario.run.status = 'completed'
    await upload('dist', { 'a.txt': 'hello' })
    const { code, outputs } = await scenario.step({ name: 'dist' })
    expect(code).toBe(0)
    expect(readFileSync(work('a.txt'), 'utf8')).toBe('hello')
    expect(outputs).toMatchObject({
      'digest-verified': 'false',
      'artifact-digest': '',
      'rate-limit-remaining': ''
    })
  })

  test('storage on the origin of the API gets no token either', async () => {
    await scenario.close()
    scenario = await startScenario({ storage: { sameOrigin: true } })
    await upload('dist')
    expect((await scenario.step({ name: 'dist' })).code).toBe(0)
    const [download] = scenario.server.requests.slice(-1)
    expect(download?.headers.authorization).toBeUndefined()
  })

  test('what goes wrong on the way is tried again, an expired URL with a new one', async () => {
    await upload('dist', { 'a.txt': 'x'.repeat(5000) })
    for (const action of ['reset', 'expired-url', { truncateAfterBytes: 10 }, { status: 503 }] as const) {
      scenario.server.fault({ match: { server: 'storage' }, action })
    }
    const { code } = await scenario.step({ name: 'dist' })
    expect(code).toBe(0)
    expect(readFileSync(work('a.txt'), 'utf8')).toBe('x'.repeat(5000))
    expect(scenario.asked().filter(request => request.endsWith('/zip')).length).toBe(2)
    expect(left()).toEqual([])
  })

  test('redirects of storage are followed, not for ever and not to http', async () => {
    const artifact = await upload('dist')
    const again = { status: 302, headers: { location: `${scenario.server.storageOrigin}/loop` } }
    scenario.server.fault({ match: { server: 'storage' }, times: 1000, action: again })
    const { code, stdout } = await scenario.step({ 'artifact-ids': String(artifact.id) })
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('(storage-failed)')
    expect(errorOf(stdout).message).toMatch(/redirect.*\b5\b/)
    scenario.server.clearFaults()
    scenario.server.fault({
      match: { server: 'storage' },
      times: 1000,
      action: { status: 302, headers: { location: 'file:///etc/passwd' } }
    })
    expect(errorOf((await scenario.step({ name: 'dist' })).stdout).message).toMatch(/\bhttp: .*\bfile:/)
  })
})

describe('failures', () => {
  test('a list that cannot be read: the outputs of a download are there', async () => {
    scenario.server.fault({ match: {}, times: 9, action: { status: 401 } })
    const { code, outputs } = await scenario.step({ path: 'out', 'delete-after': 'true' })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({
      'download-path': work('out'),
      paths: '{}',
      'file-count': '0',
      'failed-count': '0',
      'digest-verified': 'false',
      'deleted-count': '0'
    })
  })

  const before = { 'keep.txt': 'mine', 'a.txt': 'mine too' }
  beforeEach(() => {
    for (const [name, text] of Object.entries(before)) writeFileSync(work(name), text)
  })

  test.each([
    [
      'error',
      1,
      [
        /^Artifact "dist".*retry/i,
        /^ {2}failed: Artifact "dist"/,
        /^::error title=[^:]* \(digest-mismatch\)::Artifact "dist"/
      ],
      'mine too',
      '0'
    ],
    ['warn', 0, [/^::warning::Artifact "dist"/], 'new', '1'],
    ['info', 0, [/^Artifact "dist"/], 'new', '1'],
    ['ignore', 0, [], 'new', '1']
  ] as const)(
    'a wrong digest with digest-mismatch: %s',
    async (handling, code, lines, content, remaining) => {
      const digest = `sha256:${'0'.repeat(64)}`
      await scenario.run.addArtifact('dist', { files: { 'a.txt': 'new' }, digest })
      const step = await scenario.step({ name: 'dist', 'digest-mismatch': handling, 'delete-after': 'true' })
      expect(step.code).toBe(code)
      const withDigest = step.stdout
        .split('\n')
        .filter(line => line.includes(digest) && !line.startsWith('::debug'))
      expect(withDigest).toEqual(lines.map(pattern => expect.stringMatching(pattern)))
      expect(readFileSync(work('a.txt'), 'utf8')).toBe(content)
      expect(readFileSync(work('keep.txt'), 'utf8')).toBe('mine')
      expect(paths(work())).toEqual(['a.txt', 'keep.txt'])
      expect(step.outputs).toMatchObject({
        'digest-verified': 'false',
        'deleted-count': '0',
        'remaining-count': remaining
      })
      expect(scenario.repository.artifacts.items.length).toBe(1)
      expect(left()).toEqual([])
    }
  )

  const notAnArchive: [string, Buffer][] = [
    ['an HTML page', Buffer.from('<html><body>::error::pwned</body></html>')],
    ['nothing', Buffer.alloc(0)],
    ['noise', createHash('sha256').update('x').digest()]
  ]
  test.each(notAnArchive)('%s instead of an archive', async (_, zip) => {
    await scenario.run.addArtifact('dist', { zip })
    const tree = snapshot(scenario.job.workspace)
    const { code, stdout, outputs } = await scenario.step({ name: 'dist' })
    expect(code).toBe(1)
    expect(errorOf(stdout)).toEqual({
      title: expect.stringContaining('(archive-refused)'),
      message: expect.stringMatching(/^Artifact "dist" \(\d+\)/)
    })
    expect(snapshot(scenario.job.workspace)).toEqual(tree)
    expect(outputs).toMatchObject({ found: 'true', 'failed-count': '1', 'file-count': '0', paths: '{}' })
    expect(left()).toEqual([])
  })

  test('one failure does not stop the others, and the step names it', async () => {
    await upload('a')
    await scenario.run.addArtifact('broken', { zip: Buffer.from('no zip') })
    await upload('c')
    const { code, stdout, outputs, summary } = await scenario.step({ path: 'out' })
    expect(code).toBe(1)
    expect(paths(work('out'))).toEqual(['a/', 'a/a.txt', 'c/', 'c/c.txt'])
    expect(errorOf(stdout).title).toContain('(artifacts-failed)')
    expect(errorOf(stdout).message).toMatch(/^.*\b1 of 3 artifacts.*\n- Artifact "broken"/)
    expect(outputs).toMatchObject({ 'failed-count': '1', 'file-count': '2', 'digest-verified': 'false' })
    expect(summary).toContain('**failed**')
  })

  test.each([
    ['403', 'Resource not accessible by integration', 'api-forbidden'],
    ['404', 'Not Found', 'api-not-found'],
    ['401', 'Token expired', 'api-unauthorized']
  ])(
    'an artifact with "expired" in its name is not an expired one: %s %s',
    async (status, message, errorCode) => {
      await scenario.run.addArtifact('expired-certificates', { files: { a: 'a' } })
      const answer = { status: Number(status), body: { message } }
      scenario.server.fault({ match: { path: '/zip' }, times: 9, action: answer })
      const { code, stdout } = await scenario.step({ name: 'expired-certificates' })
      expect(code).toBe(1)
      expect(errorOf(stdout).title).toContain(`(${errorCode})`)
    }
  )

  test.each([410, 404])('gone before its day (%d): that day is not told as past', async status => {
    await scenario.run.addArtifact('dist', { files: { a: 'a' }, expires_at: '2999-01-31T00:00:00Z' })
    const answer = { status, body: { message: 'Artifact has expired' } }
    scenario.server.fault({ match: { path: '/zip' }, action: answer })
    const { stdout } = await scenario.step({ name: 'dist' })
    expect(errorOf(stdout).message).toMatch(/^Artifact "dist" \(\d+\) expired\n/)
  })

  test('an artifact that expired since it was listed', async () => {
    const artifact = await scenario.run.addArtifact('dist', {
      files: { a: 'a' },
      expires_at: '2026-01-31T00:00:00Z',
      expired: false
    })
    scenario.server.fault({
      match: { path: '/zip' },
      action: { status: 410, body: { message: 'Artifact has expired' } }
    })
    const { code, stdout } = await scenario.step({ name: 'dist' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(
      new RegExp(`^Artifact "dist" \\(${artifact.id}\\) expired on 2026-01-31`)
    )
  })

  test('on-conflict: error finds what exists before anything is moved', async () => {
    await upload('a', { 'new.txt': 'new', 'keep.txt': 'theirs' })
    const tree = snapshot(scenario.job.workspace)
    const { code, stdout } = await scenario.step({ name: 'a', 'on-conflict': 'error' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/"keep.txt" exists already/)
    expect(snapshot(scenario.job.workspace)).toEqual(tree)
    expect(left()).toEqual([])
  })

  test('on-conflict: error finds what comes twice', async () => {
    await upload('a', { same: 'a' })
    await upload('b', { same: 'b' })
    const tree = snapshot(scenario.job.workspace)
    const { code, outputs } = await scenario.step({ 'merge-multiple': 'true', 'on-conflict': 'error' })
    expect(code).toBe(1)
    expect(outputs['failed-count']).toBe('2')
    expect(snapshot(scenario.job.workspace)).toEqual(tree)
  })

  test('on-conflict: skip leaves what exists', async () => {
    await upload('a', { 'new.txt': 'new', 'keep.txt': 'theirs' })
    const { code, outputs } = await scenario.step({ name: 'a', 'on-conflict': 'skip' })
    expect(code).toBe(0)
    expect(readFileSync(work('keep.txt'), 'utf8')).toBe('mine')
    expect(readFileSync(work('new.txt'), 'utf8')).toBe('new')
    expect(outputs).toMatchObject({ 'file-count': '1', 'extracted-size': '9' })
  })

  test.each([
    ['dir', '../temp/outside', 'dir/x'],
    ['link.txt', '../temp/outside/victim', 'link.txt'],
    ['dangling', '../temp/nowhere', 'dangling'],
    ['up', '..', 'up/temp/x']
  ])('a link in the target is not followed: %s -> %s', async (name, to, entry) => {
    mkdirSync(join(scenario.job.folder, 'temp', 'outside'))
    writeFileSync(join(scenario.job.folder, 'temp', 'outside', 'victim'), 'as it was')
    symlinkSync(to, work(name))
    await upload('a', { [entry]: 'x', 'other.txt': 'x' })
    const tree = snapshot(scenario.job.folder)
    for (const handling of ['overwrite', 'skip', 'error']) {
      const { code, stdout } = await scenario.step({ name: 'a', 'on-conflict': handling })
      expect(code).toBe(1)
      expect(errorOf(stdout).title).toContain('(target-refused)')
      expect(errorOf(stdout).message).toContain(`"${name}"`)
    }
    const after = snapshot(scenario.job.folder)
    const added = Object.keys(after).filter(path => !(path in tree))
    expect({ ...after, ...tree }).toEqual(after)
    expect(added.filter(path => !/^(commands-|temp\/artifacts-)/.test(path))).toEqual([])
  })

  test('a target that is a file', async () => {
    await upload('a')
    const { code, stdout, outputs } = await scenario.step({ name: 'a', path: 'keep.txt' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/keep\.txt/)
    expect(outputs).toMatchObject({ found: 'true', count: '1' })
    expect(readFileSync(work('keep.txt'), 'utf8')).toBe('mine')
  })

  test('an artifact whose name cannot be a folder name', async () => {
    await upload('..', { x: 'x' })
    const tree = snapshot(scenario.job.workspace)
    const { code, stdout } = await scenario.step({ path: 'out' })
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('(artifact-name-invalid)')
    expect(errorOf(stdout).message).toContain('".."')
    expect(snapshot(scenario.job.workspace)).toEqual(tree)
  })
})

describe('delete-after', () => {
  test('deletes installed artifacts', async () => {
    await upload('a')
    await upload('b')
    const { code, outputs, summary } = await scenario.step({ 'delete-after': 'true' })
    expect(code).toBe(0)
    expect(scenario.repository.artifacts.items).toEqual([])
    expect(outputs).toMatchObject({ 'file-count': '2', 'deleted-count': '2', 'remaining-count': '0' })
    expect(summary).toContain('downloaded and deleted')
  })

  test('keeps artifacts that failed', async () => {
    await upload('a')
    await scenario.run.addArtifact('broken', { zip: Buffer.from('no zip') })
    const { code, outputs } = await scenario.step({ 'delete-after': 'true' })
    expect(code).toBe(1)
    expect(scenario.repository.artifacts.items.map(({ name }) => name)).toEqual(['broken'])
    expect(outputs).toMatchObject({ 'deleted-count': '1', 'failed-count': '1', 'remaining-count': '0' })
  })

  test('the error names a failed deletion and a failed download', async () => {
    await upload('a')
    const kept = await upload('b')
    await scenario.run.addArtifact('broken', { zip: Buffer.from('no zip') })
    const answer = { status: 500, body: { message: 'Server Error' } }
    scenario.server.fault({ match: { method: 'DELETE', path: `/${kept.id}` }, times: 99, action: answer })
    const { code, stdout, outputs } = await scenario.step({ 'delete-after': 'true' })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ 'deleted-count': '1', 'failed-count': '2', 'remaining-count': '0' })
    expect(errorOf(stdout).message).toMatch(/\n- Artifact "broken" [\s\S]*\n- .*"b"/)
  })

  test('a failed deletion fails the step, and the files remain', async () => {
    scenario.server.permissions = { actions: 'read' }
    await upload('a')
    const { code, stdout } = await scenario.step({ name: 'a', 'delete-after': 'true' })
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('(api-forbidden)')
    expect(errorOf(stdout).message).toMatch(/^.*"a"/)
    expect(paths(work())).toEqual(['a.txt'])
  })
})
