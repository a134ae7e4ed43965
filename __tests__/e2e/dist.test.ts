import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorOf } from '../support/log.js'
import { runStep } from '../support/runner.js'
import { paths } from '../support/tree.js'
import { operationsOf } from './suites/operations.js'
import { signalsOn, stoppedBy } from './suites/signals.js'

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

describe.each(NODES)('dist/index.js on %s', node => {
  const step = (inputs: Record<string, string>, more = {}) => runStep(stage.job, { inputs, node, ...more })

  operationsOf('github', node)
  signalsOn('github', node)

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
