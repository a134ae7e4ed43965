import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerDialect } from '../../support/github-server/index.js'
import { errorOf } from '../../support/log.js'
import { exceptOnWindows } from '../../support/platform.js'
import { rawZip } from '../../support/raw-zip.js'
import type { StepOptions } from '../../support/runner.js'
import { FOR_DELETION, type Stage, startStage } from '../../support/stage.js'
import { inSweeps, rowsOf } from '../../support/sweep.js'
import { paths } from '../../support/tree.js'

const SIGNALS = [['SIGINT', 130] as const, ['SIGTERM', 143] as const]

/** The error of a step that a signal stopped. */
export const stoppedBy = (signal: string) => ({
  title: expect.stringContaining('(interrupted)'),
  message: expect.stringMatching(new RegExp(`^[^\n]*\\b${signal}\n\n`))
})

/** A signal ends a step within the documented 2 s, and leaves no files. @param node to run it with */
export function signalsOn(dialect: ServerDialect, node?: string): void {
  let stage: Stage
  beforeEach(async () => {
    // On GitHub by REST: the artifact service has tests of its own.
    stage = await startStage({ dialect }, { hasService: dialect !== 'github' })
  })
  afterEach(() => stage.at.close())
  const signals = dialect === 'github' ? rowsOf(SIGNALS, ([signal]) => signal === 'SIGTERM') : SIGNALS

  /** Sends a signal as soon as `isTime` returns true. Returns the end of the step, the time it took in ms, and files left over. */
  async function interrupted(inputs: Record<string, string>, signal: NodeJS.Signals, isTime: () => boolean) {
    let sent = 0
    const onSpawn: StepOptions['onSpawn'] = child => {
      const timer = setInterval(() => {
        if (!isTime()) return
        clearInterval(timer)
        sent = Date.now()
        child.kill(signal)
      }, 10)
    }
    const { code, stdout, outputs } = await stage.step(inputs, { onSpawn, ...(node && { node }) })
    const expected = /^(commands-|work\/$|temp\/(artifacts-.*\.json)?$)/
    const left = paths(stage.at.job.folder).filter(path => !expected.test(path))
    return { end: { code, left, error: errorOf(stdout) }, ms: Date.now() - sent, outputs }
  }

  exceptOnWindows('signals')('a signal', () => {
    test.each(signals)('%s during a transfer leaves no files', async (signal, code) => {
      const { run, server } = stage.at
      await run.addArtifact('dist', { files: { 'dist.txt': 'dist' } })
      server.fault({ match: stage.forBytes, action: { stallAfterBytes: 10 } })
      const { end, ms } = await interrupted({ name: 'dist', path: 'out' }, signal, () =>
        server.requests.some(({ fault, bytesSent }) => fault !== undefined && bytesSent > 0)
      )
      expect(end).toEqual({ code, left: [], error: stoppedBy(signal) })
      expect(ms).toBeLessThan(2000)
    })

    test.each(signals)('%s during a deletion: the outputs count all artifacts', async (signal, code) => {
      const { run, server } = stage.at
      for (const name of ['a', 'b', 'c']) run.listArtifact(name)
      server.fault({ match: { ...FOR_DELETION, nth: 2 }, times: 9, action: 'stall' })
      const inputs = { operation: 'delete', pattern: '*', concurrency: '1' }
      const { end, ms, outputs } = await interrupted(inputs, signal, () =>
        server.requests.some(({ fault }) => fault)
      )
      expect(end).toEqual({ code, left: [], error: stoppedBy(signal) })
      expect(outputs).toMatchObject({
        'deleted-count': '1',
        'failed-count': '1',
        'remaining-count': '1'
      })
      expect(ms).toBeLessThan(2000)
    })

    inSweeps(() => {
      test.each(SIGNALS)('%s during extraction leaves no files', async (signal, code) => {
        const entries = Array.from({ length: 30_000 }, (_, index) => ({
          name: `d${index % 60}/${index}`,
          data: 'x'
        }))
        await stage.at.run.addArtifact('many', { zip: rawZip({ entries }) })
        const { workspace } = stage.at.job
        const { end, ms } = await interrupted({ name: 'many', path: 'out' }, signal, () =>
          readdirSync(workspace).some(name => existsSync(join(workspace, name, 'folder-1', 'd0', '0')))
        )
        expect(end).toEqual({ code, left: [], error: stoppedBy(signal) })
        expect(ms).toBeLessThan(2000)
      })
    })
  })
}
