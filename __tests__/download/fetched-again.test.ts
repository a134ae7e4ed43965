import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import type { GitHubServerOptions } from '../support/github-server/index.js'
import { leftOutside, MIB } from '../support/large-artifact.js'
import { errorOf } from '../support/log.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'
import { paths, snapshot } from '../support/tree.js'

let scenario: Scenario
const start = async (options?: GitHubServerOptions) => {
  scenario = await startScenario(options)
}
afterEach(() => scenario.close())

const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)
const left = () => leftOutside(scenario)

describe('one more fetch from the start, with a new URL', () => {
  /** Stored, so that a flipped byte is in the data. */
  const small = () => zipFiles({ 'a.bin': pseudoRandomBytes(2 * MIB), 'b.bin': 'b' }, { level: 0 })
  const large = () => zipFiles({ 'a.bin': pseudoRandomBytes(9 * MIB), 'b.bin': 'b' }, { level: 0 })
  const flipped = (zip: Buffer) => {
    const copy = Buffer.from(zip)
    copy.writeUInt8(copy.readUInt8(MIB) ^ 1, MIB)
    return copy
  }

  const strategies: [string, () => Promise<Buffer>, Record<string, string>][] = [
    ['whole', small, {}],
    ['ranges', large, { files: 'a.bin' }],
    ['streaming', large, {}],
    ['kept as an archive', large, { 'skip-decompress': 'true' }]
  ]
  /** What goes wrong, until `repair` is called. */
  type Break = (zip: Buffer) => Promise<() => void>
  const add = (fields: { zip: Buffer; digest?: string | null; zipNotFound?: number }) =>
    scenario.run.addArtifact('a', fields)
  const withBytes =
    (change: (zip: Buffer) => Buffer, digest?: null): Break =>
    async zip => {
      const artifact = await add({ zip, ...(digest === null && { digest }) })
      const other = await scenario.run.addArtifact('other', { zip: change(zip) })
      const { blob } = artifact
      artifact.blob = other.blob
      return () => {
        artifact.blob = blob
      }
    }
  const breaks: [string, Break, string][] = [
    [
      'a 404 from /zip',
      async zip => {
        const artifact = await add({ zip, zipNotFound: 99 })
        return () => {
          artifact.zipNotFound = 0
        }
      },
      'api-not-found'
    ],
    [
      'a 404 from storage',
      async zip => {
        const artifact = await add({ zip })
        const { blob } = artifact
        artifact.blob = undefined
        return () => {
          artifact.blob = blob
        }
      },
      'storage-failed'
    ],
    ['a flipped byte', withBytes(flipped), 'digest-mismatch'],
    ['a flipped byte without a digest', withBytes(flipped, null), 'archive-refused'],
    ['half the bytes', withBytes(zip => zip.subarray(0, zip.length / 2)), 'digest-mismatch'],
    [
      'half the bytes without a digest',
      withBytes(zip => zip.subarray(0, zip.length / 2), null),
      'archive-refused'
    ]
  ]
  const cases = breaks.flatMap(([title, broken, code]) =>
    strategies.map(([strategy, zip, inputs]) => ({ title, broken, code, strategy, zip, inputs }))
  )
  // Kept as it is: only its end is checked. Of ranges the digest is not known.
  const isChecked = ({ title, strategy }: (typeof cases)[number]) =>
    !(strategy === 'kept as an archive' && title === 'a flipped byte without a digest')
  const urls = () => scenario.server.requests.filter(({ path }) => path.endsWith('/zip')).length

  /** Each way to break it, and each strategy, at least once. */
  const isQuick = ({ title, strategy }: (typeof cases)[number]) =>
    strategy === (title === 'a flipped byte without a digest' ? 'whole' : 'streaming') ||
    title === 'a 404 from storage'

  test.each(rowsOf(cases.filter(isChecked), isQuick))(
    '$title, $strategy',
    async ({ broken, code, strategy, zip, inputs }) => {
      await start()
      const repair = await broken(await zip())
      const step = (more: Record<string, string>) => {
        scenario.server.clearRequests()
        return scenario.step({ name: 'a', path: 'out', ...inputs, ...more })
      }
      const before = snapshot(scenario.job.workspace)
      const expected = strategy === 'ranges' && code === 'digest-mismatch' ? 'archive-refused' : code
      for (const [retries, fetches] of [['0', 1] as const, ['5', 2] as const]) {
        const failed = await step({ retries })
        expect(failed.code).toBe(1)
        expect(errorOf(failed.stdout).title).toContain(`(${expected})`)
        expect(urls()).toBe(fetches)
        expect(snapshot(scenario.job.workspace)).toEqual(before)
        expect(left()).toEqual([])
      }

      scenario.server.fault({ match: { path: /\/zip$/, nth: 2 }, action: { before: repair } })
      expect((await step({ retries: '1' })).code).toBe(0)
      expect(urls()).toBe(2)
      expect(paths(work('out')).length).toBeGreaterThan(0)
    }
  )
})
