import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { certificateFor } from '../../support/certificate.js'
import type { Fault, Run, ServerDialect } from '../../support/github-server/index.js'
import { pseudoRandomBytes } from '../../support/random-bytes.js'
import { annotations, lacks, type Stage, startStage } from '../../support/stage.js'
import { rowsOf } from '../../support/sweep.js'

const SIZE = 40 << 20
const FAULTS: Fault[] = [
  { resetAfterBytes: 3_000_001 },
  { truncateAfterBytes: 77_777 },
  { stallAfterBytes: 5_000_000 }
]

/** A large download through broken connections, from the current run and from another one. */
export function brokenConnectionsOn(dialect: ServerDialect): void {
  let stage: Stage
  let noise: Buffer
  beforeAll(() => {
    noise = pseudoRandomBytes(SIZE)
  })
  afterEach(() => stage.at.close())

  const RUNS = ['the current run', ...(lacks(dialect, 'other runs') ? [] : ['another run'])]
  const CASES = [true, false].flatMap(tls => RUNS.map(run => ({ tls, run })))

  const isQuick = ({ tls, run }: (typeof CASES)[number]) => tls && run === 'the current run'
  const cases = dialect === 'github' ? rowsOf(CASES, isQuick) : CASES

  // Parts are received straight into memory there, in TLS records that end anywhere.
  test.each(cases)(
    'of $run, TLS: $tls',
    async ({ tls, run: which }) => {
      const files = await certificateFor('localhost')
      stage = await startStage({ dialect, hostname: 'localhost', ...(tls && { tls: files }) })
      const { server, job } = stage.at
      const ca = join(job.folder, 'ca.pem')
      writeFileSync(ca, files.cert)
      const isOther = which === 'another run'
      const run: Run = isOther ? stage.addRun() : stage.at.run
      await run.addArtifact('dist', { files: { 'a.bin': noise } })
      // act serves no ranges, so each request is for the whole.
      const first = dialect === 'act' ? 1 : 3
      const faults = FAULTS.map((action, index) =>
        server.fault({ match: { ...stage.forBytes, nth: index + first }, action })
      )
      const step = await stage.step(
        { name: 'dist', path: 'out', 'stall-timeout': '2s', ...(isOther && { 'run-id': String(run.id) }) },
        { env: tls ? { NODE_EXTRA_CA_CERTS: ca } : {} }
      )
      expect(annotations(step)).toEqual([])
      expect([step.code, step.stderr, faults.map(({ hits }) => hits)]).toEqual([0, '', [1, 1, 1]])
      expect(readFileSync(join(job.workspace, 'out/a.bin')).equals(noise)).toBe(true)
    },
    60_000
  )

  test('a connection that breaks again and again is an error, and leaves no files', async () => {
    stage = await startStage({ dialect })
    const { server, run } = stage.at
    await run.addArtifact('dist', { files: { 'a.txt': 'a' } })
    server.fault({ match: stage.forBytes, times: 99, action: 'reset' })
    const step = await stage.step({ name: 'dist', path: 'out', retries: '1' })
    expect(annotations(step)).toEqual([expect.objectContaining({ name: 'error' })])
    expect([step.code, stage.files('.')]).toEqual([1, []])
  })
}
