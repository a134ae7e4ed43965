import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorCodeOf, errorOf } from '../support/log.js'
import { exceptOnWindows } from '../support/platform.js'
import { rawZip } from '../support/raw-zip.js'
import { runStep } from '../support/runner.js'
import { rowsOf } from '../support/sweep.js'
import { EXECUTABLE_SHOWN, paths, snapshot } from '../support/tree.js'

/** This Node.js, and those that the environment names (`NODE_24=/path/to/node`). */
const NODES = [process.execPath, process.env.NODE_20, process.env.NODE_24].filter(node => node !== undefined)

let stage: JobOnServer
beforeEach(async () => {
  stage = await startJobOnServer()
})
afterEach(() => stage.close())

const upload = (name: string) =>
  stage.run.addArtifact(name, {
    files: { 'bin/tool': { data: '#!/bin/sh\n', mode: 0o755 }, [`${name}.txt`]: name }
  })

const withSignals = exceptOnWindows('signals')

describe.each(NODES)('dist/index.js on %s', node => {
  const step = (inputs: Record<string, string>, more = {}) => runStep(stage.job, { inputs, node, ...more })

  test('list', async () => {
    await upload('dist')
    const good = await step({ operation: 'list' })
    expect(good).toMatchObject({ code: 0, stderr: '', outputs: { found: 'true', names: '["dist"]' } })
    expect(good.summary).toContain('1 artifact')
    const bad = await step({ operation: 'list', limit: 'many' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: {} })
    expect(errorCodeOf(bad.stdout)).toBe('input-invalid')
    expect(errorOf(bad.stdout).message).toContain('limit "many"')
  })

  test('get', async () => {
    const artifact = await upload('dist')
    const good = await step({ operation: 'get', name: 'dist' })
    expect(good).toMatchObject({ code: 0, stderr: '', outputs: { 'artifact-id': String(artifact.id) } })
    const bad = await step({ operation: 'get', name: 'dits' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: { found: 'false' } })
    expect(errorCodeOf(bad.stdout)).toBe('artifact-not-found')
    expect(errorOf(bad.stdout).message).toMatch(/"dits".*"dist"/)
  })

  test('download', async () => {
    await upload('dist')
    const good = await step({ name: 'dist', path: 'out' })
    expect(good).toMatchObject({
      code: 0,
      stderr: '',
      outputs: { 'digest-verified': 'true', 'file-count': '2' }
    })
    expect(snapshot(join(stage.job.workspace, 'out'))).toMatchObject({
      'bin/tool': `file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`
    })
    await stage.run.addArtifact('broken', { zip: Buffer.from('no archive') })
    const bad = await step({ name: 'broken', path: 'none' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: { 'failed-count': '1' } })
    expect(errorCodeOf(bad.stdout)).toBe('archive-refused')
    expect(errorOf(bad.stdout).message).toMatch(/^Artifact "broken" \(\d+\)/)
    expect(paths(stage.job.workspace)).toEqual(['out/', 'out/bin/', 'out/bin/tool', 'out/dist.txt'])
  })

  test('a workspace and RUNNER_TEMP below a symbolic link, as /var on macOS', async () => {
    await upload('dist')
    await upload('docs')
    mkdirSync(join(stage.job.folder, 'real'))
    symlinkSync(join(stage.job.folder, 'real'), join(stage.job.folder, 'link'), 'junction')
    const folder = join(stage.job.folder, 'link')
    const job = { ...stage.job, folder, workspace: join(folder, 'work'), temp: join(folder, 'temp') }
    for (const made of [job.workspace, job.temp]) mkdirSync(made)
    const env = { RUNNER_TOOL_CACHE: join(job.folder, 'tools') }
    for (const inputs of [
      { name: 'dist' },
      { path: 'all', 'on-conflict': 'error' },
      { path: '~/home', cache: 'true' }
    ]) {
      const { code, stderr, outputs } = await runStep(job, { inputs, node, env })
      expect({ code, stderr, verified: outputs['digest-verified'] }).toEqual({
        code: 0,
        stderr: '',
        verified: 'true'
      })
      expect(existsSync(outputs['artifacts-file'] ?? '')).toBe(true)
    }
    expect(paths(job.workspace).filter(path => path.endsWith('dist.txt'))).toEqual([
      'all/dist/dist.txt',
      'dist.txt'
    ])
    expect(existsSync(join(job.folder, 'home/docs/docs.txt'))).toBe(true)
    expect(readdirSync(job.folder).filter(name => name.startsWith('.'))).toEqual([])
  })

  test('delete', async () => {
    await upload('dist')
    const bad = await step({ operation: 'delete' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: {} })
    expect(errorOf(bad.stdout).message).toContain("pattern: '*'")
    expect(stage.server.requests).toEqual([])
    const good = await step({ operation: 'delete', pattern: '*' })
    expect(good).toMatchObject({ code: 0, stderr: '', outputs: { 'deleted-count': '1' } })
    expect(stage.repository.artifacts.items).toEqual([])
  })

  /** Sends a signal as soon as `isTime` returns true. Returns the end of the step, the time it took in ms, and files left over. */
  async function interrupted(inputs: Record<string, string>, signal: string, isTime: () => boolean) {
    let sent = 0
    const onSpawn = (child: { kill(name: string): boolean }) => {
      const timer = setInterval(() => {
        if (!isTime()) return
        clearInterval(timer)
        sent = Date.now()
        child.kill(signal)
      }, 10)
    }
    const { code, stdout, outputs } = await step(inputs, { onSpawn })
    const expected = /^(commands-|work\/$|temp\/(artifacts-.*\.json)?$)/
    const left = paths(stage.job.folder).filter(path => !expected.test(path))
    return { end: { code, left, error: errorOf(stdout) }, ms: Date.now() - sent, outputs }
  }

  const stoppedBy = (signal: string) => ({
    title: expect.stringContaining('(interrupted)'),
    message: expect.stringMatching(new RegExp(`^[^\n]*\\b${signal}\n\n`))
  })

  const SIGNALS = rowsOf(
    [['SIGINT', 130] as const, ['SIGTERM', 143] as const],
    ([signal]) => signal === 'SIGTERM'
  )

  withSignals('a signal', () => {
    test.each(SIGNALS)('%s during a transfer leaves no files', async (signal, code) => {
      await upload('dist')
      stage.server.fault({ match: { server: 'storage' }, action: { stallAfterBytes: 10 } })
      const { end, ms } = await interrupted({ name: 'dist', path: 'out' }, signal, () =>
        stage.server.requests.some(request => request.server === 'storage' && request.bytesSent > 0)
      )
      expect(end).toEqual({ code, left: [], error: stoppedBy(signal) })
      // The documented limit.
      expect(ms).toBeLessThan(2000)
    })

    test.each(SIGNALS)('%s during a DELETE: the outputs count all artifacts', async (signal, code) => {
      for (const name of ['a', 'b', 'c']) stage.run.listArtifact(name)
      stage.server.fault({ match: { method: 'DELETE', nth: 2 }, times: 9, action: 'stall' })
      const inputs = { operation: 'delete', pattern: '*', concurrency: '1' }
      const { end, ms, outputs } = await interrupted(inputs, signal, () =>
        stage.server.requests.some(({ fault }) => fault)
      )
      expect(end).toEqual({ code, left: [], error: stoppedBy(signal) })
      expect(outputs).toMatchObject({
        'deleted-count': '1',
        'failed-count': '1',
        'remaining-count': '1'
      })
      expect(ms).toBeLessThan(2000)
    })

    test.each(SIGNALS)('%s during extraction leaves no files', async (signal, code) => {
      const entries = Array.from({ length: 30_000 }, (_, index) => ({
        name: `d${index % 60}/${index}`,
        data: 'x'
      }))
      await stage.run.addArtifact('many', { zip: rawZip({ entries }) })
      const { workspace } = stage.job
      const { end, ms } = await interrupted({ name: 'many', path: 'out' }, signal, () =>
        readdirSync(workspace).some(name => existsSync(join(workspace, name, 'folder-1', 'd0', '0')))
      )
      expect(end).toEqual({ code, left: [], error: stoppedBy(signal) })
      expect(ms).toBeLessThan(2000)
    })
  })

  test('Ctrl+Break, the SIGTERM of Windows, ends a step like SIGTERM', async () => {
    await upload('dist')
    stage.server.fault({ match: { server: 'storage' }, action: { stallAfterBytes: 10 } })
    const press =
      "setInterval(() => process.listenerCount('SIGBREAK') && process.emit('SIGBREAK'), 300).unref()"
    const { code, stdout } = await step(
      { name: 'dist', path: 'out', 'stall-timeout': '5s', retries: '0' },
      { env: { NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(press)}"` } }
    )
    expect({ code, ...errorOf(stdout) }).toEqual({ code: 143, ...stoppedBy('SIGBREAK') })
    expect(paths(stage.job.workspace)).toEqual([])
  })

  test('the entry itself does not contain code that a step with invalid inputs does not need', () => {
    const dist = join(import.meta.dirname, '../../dist')
    const holding = readdirSync(dist).filter(file =>
      readFileSync(join(dist, file), 'utf8').includes('octokit-request.js')
    )
    expect(holding).toEqual([expect.stringMatching(/^\d+\.index\.js$/)])
  })
})
