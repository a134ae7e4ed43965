import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endedEarly } from '../../src/messages/run.js'
import type { Fault } from '../support/github-server/index.js'
import { startJobOnServer } from '../support/job-on-server.js'
import { errorCodeOf, errorOf } from '../support/log.js'
import { runStep, type StepOptions, type StepResult } from '../support/runner.js'
import { FORGED, stepProblems, workspacePaths } from '../support/step-problems.js'
import { inSweeps, rowsOf } from '../support/sweep.js'

const onPosix = process.platform === 'win32' ? describe.skip : describe

describe('an internal error', () => {
  /** Runs a step whose process first runs `script`. */
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
      return { step, wrong: stepProblems(step, stage), files: workspacePaths(stage.job) }
    } finally {
      await stage.close()
    }
  }

  test('an exit before the operation finished is an error and leaves no files', async () => {
    // Nothing keeps the process alive: the promise of the step never settles.
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
    expect(errorCodeOf(step.stdout)).toBe('internal')
    expect(errorOf(step.stdout).message.split('\n')[0]).toBe(endedEarly())
    expect(files).toEqual(['preload.mjs'])
  })

  const errors: [string, string][] = [
    ['an unhandled rejection', `setTimeout(() => Promise.reject(new Error(text)), 700)`],
    ['an uncaught error', 'setTimeout(() => { throw new Error(text) }, 700)'],
    ['a thrown string', 'setTimeout(() => { throw text }, 700)']
  ]
  test.each(rowsOf(errors, ([title]) => title === 'an uncaught error'))(
    '%s is reported as one error and leaves no files',
    async (_, script) => {
      const text = JSON.stringify(`\u001b[31mx\n::error::${FORGED}##[error]${FORGED}`)
      const { step, wrong, files } = await withPreload(`const text = ${text}; ${script}`, 'stall')
      expect(step.code).toBe(1)
      expect(errorCodeOf(step.stdout)).toBe('internal')
      expect(wrong.filter(problem => !problem.startsWith('an internal error'))).toEqual([])
      expect(files).toEqual(['preload.mjs'])
    }
  )

  inSweeps(() => {
    onPosix('a signal', () => {
      test('ends the step within 2 s even if the operation does not stop, and leaves no files', async () => {
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
        expect(errorCodeOf(step.stdout)).toBe('interrupted')
        expect(errorOf(step.stdout).message).toContain('SIGTERM')
        expect(files).toEqual(['preload.mjs'])
      })
    })
  })
})
