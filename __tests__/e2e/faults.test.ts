import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../support/github-server/index.js'
import { startJobOnServer } from '../support/job-on-server.js'
import { errorOf } from '../support/log.js'
import { disorders, FORGED, inWorkspace } from '../support/orderly.js'
import { runStep, type StepOptions, type StepResult } from '../support/runner.js'

const onPosix = process.platform === 'win32' ? describe.skip : describe

describe('a fault of the action itself', () => {
  /** A step in whose process something else happens first. */
  async function withPreload(
    script: string,
    stall: Fault,
    onSpawn: StepOptions['onSpawn'] = () => {}
  ): Promise<{ step: StepResult; wrong: string[]; files: string[] }> {
    const stage = await startJobOnServer()
    try {
      await stage.run.addArtifact('dist', { files: { a: 'a' } })
      stage.server.fault({ match: { server: 'storage' }, times: 9, action: stall })
      const preload = join(stage.job.temp, '..', 'work', 'preload.mjs')
      writeFileSync(preload, script)
      const step = await runStep(stage.job, {
        inputs: { name: 'dist', path: 'out', 'stall-timeout': '20s' },
        env: { NODE_OPTIONS: `--import file://${preload}` },
        onSpawn
      })
      return { step, wrong: disorders(step, stage), files: inWorkspace(stage.job) }
    } finally {
      await stage.close()
    }
  }

  test('an exit before the end is an error, and nothing is left', async () => {
    // Nothing keeps the process alive any more: the promise that is waited for never settles.
    const { step, files } = await withPreload(
      `import net from 'node:net'
       const { connect } = net.Socket.prototype
       net.Socket.prototype.connect = function (...args) {
         const socket = connect.apply(this, args)
         socket.ref = () => socket
         setTimeout(() => socket.unref(), 300)
         return socket
       }
       const { setTimeout: start } = globalThis
       globalThis.setTimeout = (...args) => start(...args).unref()`,
      { stallAfterBytes: 10 }
    )
    expect(step.code).toBe(1)
    expect(errorOf(step.stdout)).toEqual({
      title: 'Fault of the action (internal)',
      message: expect.stringMatching(/^The step ended before its work was done\n/)
    })
    expect(files).toEqual(['preload.mjs'])
  })

  test.each([
    ['a rejection that nobody handles', `setTimeout(() => Promise.reject(new Error(text)), 700)`],
    ['an error that nobody catches', 'setTimeout(() => { throw new Error(text) }, 700)'],
    ['a text that is thrown', 'setTimeout(() => { throw text }, 700)']
  ])('%s is one error, and nothing is left', async (_, script) => {
    const text = JSON.stringify(`\u001b[31mx\n::error::${FORGED}##[error]${FORGED}`)
    const { step, wrong, files } = await withPreload(`const text = ${text}; ${script}`, 'stall')
    expect(step.code).toBe(1)
    expect(errorOf(step.stdout).message).toMatch(/^Unexpected: /)
    expect(wrong.filter(problem => !problem.startsWith('an error nobody thought of'))).toEqual([])
    expect(files).toEqual(['preload.mjs'])
  })

  onPosix('a signal', () => {
    test('that an operation does not stop for ends it within 2 s all the same, and nothing is left', async () => {
      let sent = 0
      const { step, files } = await withPreload(
        'AbortController.prototype.abort = () => {}',
        { stallAfterBytes: 10 },
        child => {
          setTimeout(() => {
            sent = performance.now()
            child.kill('SIGTERM')
          }, 1500)
        }
      )
      expect(performance.now() - sent).toBeLessThan(2000)
      expect(step.code).toBe(143)
      expect(errorOf(step.stdout).message).toMatch(/^The step was stopped by SIGTERM/)
      expect(files).toEqual(['preload.mjs'])
    })
  })
})
