import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerDialect } from '../../support/github-server/index.js'
import { exceptOnWindows } from '../../support/platform.js'
import { pseudoRandomBytes } from '../../support/random-bytes.js'
import { givesDigests, lacks, type Stage, startStage } from '../../support/stage.js'
import { leftoverFiles, workspacePaths } from '../../support/step-problems.js'

const OPERATIONS: [string, Record<string, string>][] = [
  ['list', { operation: 'list', scope: 'repository' }],
  ['get that waits', { operation: 'get', name: 'later', 'wait-timeout': '1m' }],
  ['download by streaming', { path: 'out', pattern: 'dist-*', 'merge-multiple': 'true' }],
  ['download with a cache', { path: 'out', name: 'dist-1', cache: 'true' }],
  ['download deleted after', { path: 'out', pattern: 'dist-*', 'delete-after': 'true' }],
  ['delete', { operation: 'delete', pattern: '*' }]
]
/** Times after the first request, in ms. */
const MOMENTS = [0, 40, 110, 260]

/** A signal at several times of each operation. */
export function stopsAtAnyTime(dialect: ServerDialect): void {
  let stage: Stage
  let noise: Buffer
  beforeAll(() => {
    noise = pseudoRandomBytes(9 << 20)
  })
  beforeEach(async () => {
    // On GitHub by REST: the artifact service has tests of its own.
    stage = await startStage({ dialect }, { hasService: dialect !== 'github' })
  })
  afterEach(() => stage.at.close())

  /** Over 8 MiB, so that it is streamed. */
  const large = (seed: number): Record<string, string | Buffer> => ({
    'noise.bin': Buffer.concat([Buffer.from([seed]), noise]),
    ...Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`d${index % 7}/${index}`, `${seed} ${index}`])
    )
  })

  async function firstRequest(child: { exitCode: number | null }): Promise<void> {
    while (stage.at.server.requests.length === 0 && child.exitCode === null) await sleep(2)
  }

  const operations = OPERATIONS.filter(
    ([, { scope }]) => scope !== 'repository' || !lacks(dialect, 'other runs')
  )

  exceptOnWindows('signals')('a signal', () => {
    test.each(operations)('at any time of %s ends it within 2 s and leaves no files', async (_, inputs) => {
      const { server, run, job } = stage.at
      const codes: (number | null)[] = []
      for (const [index, moment] of MOMENTS.entries()) {
        const signal = index % 2 === 0 ? 'SIGTERM' : 'SIGINT'
        server.clearRequests()
        if (stage.names.length < 20) {
          for (let count = 0; count < 20; count++) run.listArtifact(`old-${index}-${count}`)
          for (const seed of [1, 2]) {
            // act has one artifact of each name.
            const exists = dialect === 'act' && stage.names.includes(`dist-${seed}`)
            if (!exists) await run.addArtifact(`dist-${seed}`, { files: large(seed) })
          }
        }
        server.clearFaults()
        server.fault({ match: {}, times: 1000, action: { delay: 15 } })
        // No signal is sent if the step has ended before.
        let sent = Number.POSITIVE_INFINITY
        const step = await stage.step(inputs, {
          onSpawn: child => {
            void firstRequest(child)
              .then(() => sleep(moment))
              .then(() => {
                if (child.exitCode !== null) return
                sent = performance.now()
                child.kill(signal)
              })
          }
        })
        const ms = performance.now() - sent
        // The signal itself can end a process that is exiting.
        const hasEnded = step.outputs['api-requests'] !== undefined
        expect([signal === 'SIGTERM' ? 143 : 130, ...(hasEnded ? [0, null] : [])]).toContain(step.code)
        codes.push(step.code)
        expect(ms).toBeLessThan(2000)
        expect(leftoverFiles(job)).toEqual([])
        for (const name of readdirSync(job.workspace)) expect(name).toBe('out')
        for (const path of workspacePaths(job)) {
          if (path.endsWith('/')) continue
          const name = path.replace(/^out\/(dist-\d\/)?/, '')
          const whole = [large(1), large(2)].map(files => files[name])
          const found = readFileSync(join(job.workspace, path))
          expect(whole.some(made => made !== undefined && found.equals(Buffer.from(made)))).toBe(true)
        }
      }
      expect(codes).toContain(143)
      // The cache holds only complete archives.
      server.clearFaults()
      const again = inputs.cache === 'true' ? await stage.step(inputs) : undefined
      const verified = inputs.cache && String(givesDigests(dialect))
      expect([again?.code, again?.outputs['digest-verified']]).toEqual(
        again === undefined ? [undefined, undefined] : [0, verified]
      )
    })
  })
}
