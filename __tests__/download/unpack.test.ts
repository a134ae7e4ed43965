import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as zlib from 'node:zlib'
import { errorOf } from '../support/log.js'
import { exceptOnWindows } from '../support/platform.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type RawTarEntry, rawTar } from '../support/raw-tar.js'
import { rawZip } from '../support/raw-zip.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { EXECUTABLE_SHOWN, paths, snapshot } from '../support/tree.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const tool: RawTarEntry = { name: 'bin/tool', data: '#!/bin/sh\n', mode: 0o755 }
const TAR = rawTar([tool, { name: 'a.txt', data: 'from tar' }])
const TGZ = zlib.gzipSync(TAR)
const UNPACKED = ['a.txt', 'bin/', 'bin/tool']
const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)
const upload = (files: Record<string, string | Buffer>, name = 'dist') =>
  scenario.run.addArtifact(name, {
    files: Object.fromEntries(Object.entries(files).map(([path, data]) => [path, { data }]))
  })
const step = (inputs: Record<string, string> = {}) =>
  scenario.step({ name: 'dist', path: 'out', unpack: '**/*.{tar,tar.gz,tgz,zip}', ...inputs })
/** Files beside the workspace: none may remain. */
const left = () =>
  paths(scenario.job.folder).filter(
    path => !/^(work|commands)/.test(path) && !/^temp\/(artifacts-.*json)?$/.test(path)
  )
function errorText(stdout: string): string {
  const { title, message } = errorOf(stdout)
  return `${title}\n${message}`
}
/** The error of a step that left nothing visible. */
function failure({ code, stdout }: { code: number | null; stdout: string }): string {
  expect(code).toBe(1)
  expect(paths(work())).toEqual([])
  expect(left()).toEqual([])
  return errorText(stdout)
}

test.each<[string, Record<string, string | Buffer>, string[]]>([
  ['a .tar', { 'x.tar': TAR }, UNPACKED],
  ['a .tar.gz', { 'x.tar.gz': TGZ }, UNPACKED],
  ['a .TGZ', { 'x.TGZ': TGZ }, UNPACKED],
  ['a .zip', { 'x.zip': rawZip({ entries: [{ name: 'bin/tool' }, { name: 'a.txt' }] }) }, UNPACKED],
  [
    'in the folder where it lies',
    { 'd/e/x.tgz': TGZ },
    ['d/', 'd/e/', ...UNPACKED.map(path => `d/e/${path}`)]
  ],
  [
    'a .zip in the folder where it lies',
    { 'd/x.zip': rawZip({ entries: [{ name: 'bin/tool' }, { name: 'a.txt' }, { name: 'e/' }] }) },
    ['d/', 'd/a.txt', 'd/bin/', 'd/bin/tool', 'd/e/']
  ],
  ['beside other files', { 'bin/other': 'x', 'x.tgz': TGZ }, ['a.txt', 'bin/', 'bin/other', 'bin/tool']],
  ['a file of its own name', { 'x.tar': rawTar([{ name: 'x.tar', data: 'not unpacked' }]) }, ['x.tar']],
  ['not the archives in it', { 'x.tgz': zlib.gzipSync(rawTar([{ name: 'y.tgz', data: TGZ }])) }, ['y.tgz']]
])('%s is unpacked', async (_, files, expected) => {
  await upload(files)
  const { code, stdout } = await step({ unpack: '**/*.{tar,tar.gz,tgz,TGZ,zip}' })
  expect(stdout).not.toContain('::error')
  expect(code).toBe(0)
  expect(paths(work('out'))).toEqual(expected)
  expect(left()).toEqual([])
})

test('outputs, modes and the log', async () => {
  const artifact = await upload({ 'x.tgz': TGZ, 'b.txt': 'beside' })
  const { outputs, stdout } = await step()
  expect(outputs).toMatchObject({
    'file-count': '3',
    'extracted-size': String('#!/bin/sh\n'.length + 'from tar'.length + 'beside'.length),
    'transferred-bytes': String(artifact.size_in_bytes),
    'digest-verified': 'true'
  })
  expect(snapshot(work('out'))).toMatchObject({
    'bin/tool': `file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`,
    'a.txt': 'file 0644 "from tar"'
  })
  expect(stdout).toMatch(/"x\.tgz" \(2 files, 18 B\)/)
})

test('several archives of one artifact, with a folder of both', async () => {
  await upload({
    'x.tgz': TGZ,
    'y.tar': rawTar([{ name: 'bin/other', data: 'x' }]),
    'z.zip': rawZip({ entries: [{ name: 'bin/z' }] })
  })
  const { code } = await step()
  expect(code).toBe(0)
  expect(paths(work('out'))).toEqual(['a.txt', 'bin/', 'bin/other', 'bin/tool', 'bin/z'])
})

describe('with other inputs', () => {
  test('files: picked first', async () => {
    await upload({ 'x.tgz': TGZ, 'd/y.tgz': TGZ, 'b.txt': 'b' })
    const { outputs } = await step({ files: 'd/**' })
    expect(paths(work('out/d'))).toEqual(UNPACKED)
    expect(paths(work('out'))[0]).toBe('d/')
    expect(outputs['file-count']).toBe('2')
  })

  test('files of a large artifact: only the archive is transferred', async () => {
    await upload({ 'x.tgz': TGZ, 'noise.bin': pseudoRandomBytes(3 << 20) })
    const { code, outputs } = await step({ files: 'x.tgz' })
    expect(code).toBe(0)
    expect(paths(work('out'))).toEqual(UNPACKED)
    expect(Number(outputs['transferred-bytes'])).toBeLessThan(1 << 20)
  })

  test('a large artifact that is streamed', async () => {
    await upload({ 'x.tgz': TGZ, 'noise.bin': pseudoRandomBytes(9 << 20) })
    await step()
    expect(paths(work('out'))).toEqual([...UNPACKED, 'noise.bin'])
  })

  test('cache: the archive is cached, and unpacked again', async () => {
    await upload({ 'x.tgz': TGZ })
    const env = { RUNNER_TOOL_CACHE: join(scenario.job.folder, 'tools') }
    const inputs = { name: 'dist', unpack: '*.tgz', cache: 'true' }
    await scenario.step({ ...inputs, path: 'one' }, env)
    const { outputs } = await scenario.step({ ...inputs, path: 'two' }, env)
    expect(outputs).toMatchObject({ 'cache-hits': '1', 'file-count': '2' })
    expect(snapshot(work('two'))).toEqual(snapshot(work('one')))
  })

  test('delete-after: not after a refusal', async () => {
    const good = await upload({ 'x.tgz': TGZ })
    const bad = await upload({ 'x.tgz': 'no gzip' }, 'bad')
    const { outputs } = await scenario.step({ path: 'out', unpack: '*.tgz', 'delete-after': 'true' })
    expect(outputs).toMatchObject({ 'deleted-count': '1', 'failed-count': '1' })
    expect(
      [good.id, bad.id].map(id => scenario.repository.artifacts.items.some(one => one.id === id))
    ).toEqual([false, true])
    expect(paths(work('out'))).toEqual(['dist/', ...UNPACKED.map(path => `dist/${path}`)])
  })

  test('a raw artifact, by its file name', async () => {
    await scenario.run.addArtifact('x.tar.gz', { raw: TGZ, contentType: 'application/gzip' })
    const { code, outputs } = await scenario.step({ name: 'x.tar.gz', path: 'out', unpack: '*.tar.gz' })
    expect(code).toBe(0)
    expect(paths(work('out'))).toEqual(UNPACKED)
    expect(outputs['file-count']).toBe('2')
  })

  test('merge-multiple: the newest wins', async () => {
    await upload({ 'x.tgz': TGZ }, 'old')
    await upload({ 'a.txt': 'newest' }, 'new')
    await scenario.step({ path: 'out', unpack: '*.tgz', 'merge-multiple': 'true' })
    expect(readFileSync(work('out/a.txt'), 'utf8')).toBe('newest')
    expect(paths(work('out'))).toEqual(UNPACKED)
  })

  test('skip-decompress: an input error', async () => {
    const { stdout, code } = await step({ 'skip-decompress': 'true' })
    expect(code).toBe(1)
    expect(errorText(stdout)).toMatch(/input-invalid[\s\S]*\bunpack\b[\s\S]*skip-decompress/)
    expect(scenario.asked()).toEqual([])
  })

  test('globs that match nothing: a warning with similar paths', async () => {
    await upload({ 'd/x.tgz': TGZ })
    const { code, stdout } = await step({ unpack: '*.tgz' })
    expect(code).toBe(0)
    expect(paths(work('out'))).toEqual(['d/', 'd/x.tgz'])
    expect(stdout).toMatch(/^::warning::unpack \("\*\.tgz"\).*"d\/x\.tgz"/m)
    expect((await step({ unpack: '**/*.tgz' })).stdout).not.toContain('::warning')
  })
})

describe('refused, with nothing visible', () => {
  test.each<[string, Record<string, string | Buffer>, RegExp]>([
    ['what unpack does not support', { 'x.rar': 'x' }, /"x\.rar".*\.tar\.gz/s],
    [
      'a path that leads elsewhere',
      { 'd/x.tar': rawTar([{ name: '../../b' }]) },
      /"d\/x\.tar".*"\.\.\/\.\.\/b"/s
    ],
    ['a bad zip', { 'x.zip': rawZip({ entries: [{ name: '../b' }] }) }, /"x\.zip".*"\.\.\/b"/s],
    ['a file of the artifact and of an archive', { 'x.tar': TAR, 'a.txt': 'x' }, /"x\.tar".*"a\.txt"/s],
    ['a file of two archives', { 'x.tar': TAR, 'y.tgz': TGZ }, /"y\.tgz".*"bin\/tool"/s],
    [
      'a file of a tar and a zip',
      { 'x.tar': TAR, 'y.zip': rawZip({ entries: [{ name: 'a.txt' }] }) },
      /"a\.txt"/
    ],
    ['a file where a folder is', { 'x.tar': TAR, 'a.txt/b': 'x' }, /"x\.tar".*"a\.txt"/s],
    ['a name with a command', { 'x.tar': rawTar([{ name: '::error::\u001b[2J' }]) }, /control character/]
  ])('%s', async (_, files, facts) => {
    await upload(files)
    const error = failure(await step({ unpack: '**/*.{tar,tgz,zip,rar}' }))
    expect(error).toContain('archive-refused')
    expect(error).toMatch(facts)
    expect(error).not.toContain('\u001b')
  })

  test('it is not fetched again: the bytes are verified', async () => {
    await upload({ 'x.tgz': 'no gzip' })
    failure(await step())
    expect(scenario.asked().filter(request => request === 'GET storage')).toHaveLength(1)
  })

  test('a wrong digest, before anything is unpacked', async () => {
    await upload({ 'x.rar': 'x' })
    const wrong = `sha256:${'0'.repeat(64)}`
    expect(failure(await step({ unpack: '*.rar', 'expected-digest': wrong }))).toContain('digest-mismatch')
  })
})

describe('max-extracted-size', () => {
  const BOMB = zlib.gzipSync(rawTar([{ name: 'zeros', data: Buffer.alloc(2_000_000) }]))

  test.each([
    ['a tar.gz', { 'x.tgz': BOMB }],
    ['a zip', { 'x.zip': rawZip({ entries: [{ name: 'zeros', data: Buffer.alloc(2_000_000) }] }) }],
    [
      'files beside it',
      { 'x.tar': rawTar([{ name: 'a', data: Buffer.alloc(600_000) }]), b: Buffer.alloc(600_000) }
    ],
    [
      'folders',
      { 'x.tar': rawTar(Array.from({ length: 300 }, (_, index) => ({ name: `d${index}`, type: '5' }))) }
    ]
  ])('%s over the limit', async (_, files) => {
    await upload(files)
    expect(failure(await step({ 'max-extracted-size': '1MB' }))).toMatch(/archive-refused[\s\S]*1\.0 MB/)
  })

  test('the contents count, not the archive', async () => {
    const data = pseudoRandomBytes(600_000)
    await upload({ 'x.tar': rawTar([{ name: 'a', data }]), b: 'b' })
    const { code, outputs } = await step({ 'max-extracted-size': '600001' })
    expect(code).toBe(0)
    expect(outputs['extracted-size']).toBe('600001')
  })
})

const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer }
if (zstdCompressSync === undefined) {
  test('a .tar.zst: an error that names the version of Node', async () => {
    await upload({ 'x.tar.zst': 'x' })
    expect(failure(await step({ unpack: '*.zst' }))).toContain(process.version)
  })
} else {
  // A frame without content, as pzstd writes it: its magic number, its size and four bytes.
  const skippable = Buffer.from('502a4d180400000001020304', 'hex')
  const frames = [TAR.subarray(0, 700), TAR.subarray(700)].map(part => zstdCompressSync(part))

  test.each([
    ['in one frame', zstdCompressSync(TAR)],
    ['in two frames', Buffer.concat(frames)],
    ['with skippable frames', Buffer.concat([skippable, ...frames, skippable])],
    ['with NULs after it', Buffer.concat([zstdCompressSync(TAR), Buffer.alloc(1000)])]
  ])('a .tar.zst is unpacked: %s', async (_, bytes) => {
    await upload({ 'x.tar.zst': bytes })
    await step({ unpack: '*.zst' })
    expect(paths(work('out'))).toEqual(UNPACKED)
  })

  test.each([
    ['a cut one', zstdCompressSync(TAR).subarray(0, -9)],
    ['bytes after it', Buffer.concat([zstdCompressSync(TAR), Buffer.from('xxxxxxxx')])],
    ['thousands of frames', Buffer.concat([...Array.from({ length: 1100 }, () => skippable), ...frames])],
    ['none', TAR]
  ])('a .tar.zst that is damaged: %s', async (_, bytes) => {
    await upload({ 'x.tar.zst': bytes })
    expect(failure(await step({ unpack: '*.zst' }))).toContain('archive-refused')
  })
}

exceptOnWindows('links without a privilege')('links', () => {
  const LINKS = rawTar([
    { name: 'lib/libx.so.1', data: 'v1' },
    { name: 'lib/libx.so', type: '2', linkname: 'libx.so.1' },
    { name: 'lib/same.so', type: '1', linkname: 'lib/libx.so.1' },
    { name: 'current', type: '2', linkname: 'lib' }
  ])

  const seen = {
    current: 'link to lib',
    'lib/libx.so': 'link to libx.so.1',
    'lib/libx.so.1': 'file 0644 "v1"',
    'lib/same.so': 'file 0644 "v1"'
  }

  test('are installed, and count as files', async () => {
    await upload({ 'x.tar': LINKS })
    const { code, outputs } = await step()
    expect(code).toBe(0)
    expect(snapshot(work('out'))).toMatchObject(seen)
    expect(outputs).toMatchObject({ 'file-count': '4', 'extracted-size': '2' })
    expect(statSync(work('out/lib/same.so')).ino).toBe(statSync(work('out/lib/libx.so.1')).ino)
  })

  test.each(['overwrite', 'skip'])('a second step into the same path: %s', async onConflict => {
    await upload({ 'x.tar': LINKS, 'b.txt': 'b' })
    await step()
    const { code, stdout } = await step({ 'on-conflict': onConflict })
    expect(stdout).not.toContain('::error')
    expect(code).toBe(0)
    expect(snapshot(work('out'))).toMatchObject(seen)
    expect(left()).toEqual([])
  })

  test('a second step with on-conflict: error', async () => {
    await upload({ 'x.tar': LINKS })
    await step()
    const { code, stdout } = await step({ 'on-conflict': 'error' })
    expect(code).toBe(1)
    expect(errorText(stdout)).toContain('target-conflict')
    expect(snapshot(work('out'))).toMatchObject(seen)
  })

  test.each(['lib', 'lib/libx.so.1'])(
    'a link of the checkout at %s is refused, and not followed',
    async place => {
      await upload({ 'x.tar': LINKS })
      writeFileSync(work('victim'), 'as it was')
      mkdirSync(dirname(work('out', place)), { recursive: true })
      symlinkSync(work('victim'), work('out', place))
      const before = snapshot(work())
      const { code, stdout } = await step()
      expect(code).toBe(1)
      expect(errorText(stdout)).toContain('target-refused')
      expect(snapshot(work())).toEqual(before)
    }
  )

  test('a link out of the artifact is refused', async () => {
    await upload({ 'd/x.tar': rawTar([{ name: 'l', type: '2', linkname: '../../victim' }]) })
    expect(failure(await step())).toMatch(/archive-refused[\s\S]*"d\/l"/)
  })

  test('links of two artifacts cannot lead out together', async () => {
    await upload({ 'x.tar': rawTar([{ name: 'x', type: '2', linkname: '.' }]) }, 'one')
    await upload({ 'x.tar': rawTar([{ name: 'y', type: '2', linkname: 'x/../../victim' }]) }, 'two')
    const { stdout } = await scenario.step({ path: 'out', unpack: '*.tar', 'merge-multiple': 'true' })
    expect(errorText(stdout)).toMatch(/artifacts-failed[\s\S]*"two".*"y"/)
    expect(paths(work('out'))).toEqual(['x'])
  })
})
