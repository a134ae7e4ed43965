import { ActionError } from '../../src/errors/action-error.js'
import type { ActionInputs } from '../../src/inputs/action-inputs.js'
import type { Placed, Result } from '../../src/operations/result.js'
import { type Note, summaryOf } from '../../src/report/summary.js'
import { anArtifact } from '../support/artifact.js'

const NOW = Date.parse('2026-01-10T12:00:00Z')
const WEB = 'https://github.com/octo-org/app/actions/runs'

const request = {
  apiUrl: 'https://api.github.com',
  repository: { owner: 'octo-org', repo: 'app' },
  place: { kind: 'repository' }
} as ActionInputs

function summary(
  result: Partial<Result>,
  usage = { apiRequests: 3, rateLimitRemaining: 997 },
  notes: Note[] = []
): string {
  const whole: Result = { operation: 'list', selected: [], ...result }
  return summaryOf(whole, { notes, usage, inputs: request, now: NOW })
}

const NO_DOWNLOADS = { path: '/out', placed: [], failed: [], files: 0, transferredBytes: 0, cacheHits: 0 }
const USAGE = { apiRequests: 3, rateLimitRemaining: 997 }

const dist = anArtifact({
  id: 12,
  name: 'dist',
  size_in_bytes: 2_500_000,
  created_at: '2026-01-10T11:00:00Z',
  digest: `sha256:${'0123456789abcdef'.repeat(4)}`
})
const old = anArtifact({ id: 11, name: 'dist', size_in_bytes: 1_500_000, expired: true })
const docs = anArtifact({ id: 10, name: 'docs', created_at: '2026-01-09T00:00:00Z', digest: 'junk' })
const theirs = anArtifact({
  id: 8,
  name: 'theirs',
  workflow_run: { id: 6, repository_id: 1, head_repository_id: 2, head_branch: 'main' }
})
const placed = (artifact: Placed['artifact'], digestAgreed?: boolean): Placed => ({
  artifact,
  folder: `/out/${artifact.name}`,
  files: 3,
  extractedSize: 4_000_000,
  digestAgreed
})

test('list: storage by name, and each artifact', () => {
  expect(summary({ selected: [dist, old, docs] })).toBe(`### Found 3 artifacts of octo\\-org/app: 4.0 MB

\`\`\`mermaid
pie
  title Storage by name
  "dist, 2.5 MB" : 2500000
  "docs, 1.0 kB" : 1000
\`\`\`

| artifact | size | age | run | branch | digest | outcome |
|---|--:|--:|---|---|---|---|
| [dist](${WEB}/7/artifacts/12) | 2.5 MB | 60 min | [7](${WEB}/7) | main | \`0123456789ab\` |  |
| [dist](${WEB}/7/artifacts/11) | 1.5 MB | 9 d | [7](${WEB}/7) | main |  | expired |
| [docs](${WEB}/7/artifacts/10) | 1.0 kB | 36 h | [7](${WEB}/7) | main |  |  |

3 API requests, 997 left of the rate limit
`)
})

test('get: what a server does not say is no column, nor a limit that it has not', () => {
  const bare = anArtifact({ id: 1, name: 'a|b', created_at: null, workflow_run: null })
  expect(
    summary({ operation: 'get', selected: [bare] }, { apiRequests: 1 } as never)
  ).toBe(`### Found 1 artifact of octo\\-org/app: 1.0 kB

| artifact | size |
|---|--:|
| a\\|b | 1.0 kB |

1 API request
`)
})

test('download: what travelled, what was unpacked, what became of each', () => {
  const error = new ActionError('storage-failed', 'Artifact "docs" (10) could not be downloaded: ```')
  const downloads = {
    path: '/out',
    placed: [placed(dist, true), placed(old)],
    failed: [{ artifact: docs, error }],
    files: 6,
    transferredBytes: 4_000_500,
    cacheHits: 1
  }
  const result: Partial<Result> = {
    operation: 'download',
    selected: [dist, old, docs],
    downloads,
    deletions: { dryRun: false, deleted: [dist], gone: [], failed: [], remaining: [old, docs] },
    failure: error
  }
  expect(summary(result)).toBe(`### Downloaded 2 of 3 artifacts of octo\\-org/app: 6 files, 8.0 MB

**Download failed \\(storage\\-failed\\)**

\`\`\`\`text
Artifact "docs" (10) could not be downloaded: \`\`\`

Run the step again.
\`\`\`\`

| artifact | size | age | run | branch | digest | outcome |
|---|--:|--:|---|---|---|---|
| [dist](${WEB}/7/artifacts/12) | 2.5 MB | 60 min | [7](${WEB}/7) | main | \`0123456789ab\` | downloaded and deleted |
| [dist](${WEB}/7/artifacts/11) | 1.5 MB | 9 d | [7](${WEB}/7) | main |  | downloaded, not deleted |
| [docs](${WEB}/7/artifacts/10) | 1.0 kB | 36 h | [7](${WEB}/7) | main |  | **failed** |

4.0 MB transferred, 8.0 MB unpacked, digest verified for 1 of 2, 1 from the cache; 3 API requests, 997 left of the rate limit
`)
})

test('delete: what is kept and what is deleted of each group', () => {
  const error = new ActionError('api-failed', 'no')
  const gone = anArtifact({ id: 9, name: 'gone' })
  const deletions = {
    dryRun: false,
    deleted: [dist],
    gone: [gone],
    failed: [{ artifact: docs, error }],
    remaining: [old],
    kept: [{ reason: 'keep-latest' as const, count: 2, size: 3_000_000 }],
    groups: [
      { name: 'docs', kept: 1000, deleted: 0 },
      { name: 'dist', kept: 4_500_000, deleted: 2_500_000 }
    ]
  }
  expect(
    summary({ operation: 'delete', selected: [dist, old, docs, gone], deletions })
  ).toBe(`### Deleted 1 of 4 artifacts of octo\\-org/app: 2.5 MB

Kept: 2 artifacts, 3.0 MB \\(keep\\-latest\\)

\`\`\`mermaid
%%{init: {"xyChart":{"width":900,"height":130,"yAxis":{"showLabel":false,"showTick":false,"showAxisLine":false}},"themeVariables":{"xyChart":{"plotColorPalette":"#cf222e, #1a7f37"}}}}%%
xychart-beta horizontal
  title "1 of 2 groups: kept (green) and deleted (red)"
  x-axis ["dist, 7.0 MB"]
  y-axis 0 --> 7000000
  bar [7000000]
  bar [4500000]
\`\`\`

| artifact | size | age | run | branch | digest | outcome |
|---|--:|--:|---|---|---|---|
| [dist](${WEB}/7/artifacts/12) | 2.5 MB | 60 min | [7](${WEB}/7) | main | \`0123456789ab\` | deleted |
| [dist](${WEB}/7/artifacts/11) | 1.5 MB | 9 d | [7](${WEB}/7) | main |  | not deleted |
| [docs](${WEB}/7/artifacts/10) | 1.0 kB | 36 h | [7](${WEB}/7) | main |  | **not deleted: failed** |
| [gone](${WEB}/7/artifacts/9) | 1.0 kB | 9 d | [7](${WEB}/7) | main |  | already gone |

3 API requests, 997 left of the rate limit
`)
})

test('nothing found: what failed is the headline', () => {
  const failure = new ActionError('artifact-not-found', 'Not found', { hint: 'Look.' })
  expect(
    summary({ operation: 'download', failure, downloads: NO_DOWNLOADS })
  ).toBe(`### Could not download artifacts of octo\\-org/app: Artifact not found

**Artifact not found \\(artifact\\-not\\-found\\)**

\`\`\`text
Not found

Look.
\`\`\`

3 API requests, 997 left of the rate limit
`)
})

test('what was warned of and noted stands under the headline, warnings first', () => {
  const notes: Note[] = [
    { kind: 'notice', text: 'The newest is <old>' },
    { kind: 'warning', text: 'Not found in octo-org/app:\n- "a|b" is not there' },
    { kind: 'warning', text: 'dry-run is empty' }
  ]
  expect(
    summary({ operation: 'download', downloads: NO_DOWNLOADS }, USAGE, notes)
  ).toBe(`### No artifact found in octo\\-org/app

> [!WARNING]
> - Not found in octo\\-org/app\\:<br>\\- "a\\|b" is not there
> - dry\\-run is empty

> [!NOTE]
> - The newest is &lt;old&gt;

3 API requests, 997 left of the rate limit
`)
})

test.each<[Result['operation'], string]>([
  ['list', 'No artifact found in octo\\-org/app'],
  ['get', 'No artifact found in octo\\-org/app'],
  ['delete', 'Nothing to delete in octo\\-org/app']
])('%s that finds nothing', (operation, headline) => {
  const deletions = { dryRun: true, deleted: [], gone: [], failed: [], remaining: [] }
  expect(summary({ operation, ...(operation === 'delete' && { deletions }) })).toMatch(`### ${headline}\n`)
})

test.each([
  [true, 'Would delete'],
  [false, 'Deleted']
])('a plan that is too large, dry run: %s', (dryRun, verb) => {
  const deletions = { dryRun, deleted: [], gone: [], failed: [], remaining: [dist, docs] }
  const failure = new ActionError('plan-too-large', 'Too many')
  expect(summary({ operation: 'delete', selected: [dist, docs], deletions, failure })).toMatch(
    `### ${verb} nothing of octo\\-org/app: 2 artifacts would be too many\n`
  )
})

test('the longest that names and failures can make it stays far below 1 MiB', () => {
  // The character that grows most, from outside everywhere.
  const worst = '&'.repeat(100_000)
  const selected = Array.from({ length: 1000 }, (_, index) =>
    anArtifact({ id: 1e15 + index, name: worst, workflow_run: { id: 1e15, head_branch: worst } })
  )
  const failure = new ActionError('internal', '`'.repeat(1_000_000))
  const notes = Array.from({ length: 1000 }, (): Note => ({ kind: 'notice', text: worst }))
  const text = summary({ selected, failure }, USAGE, notes)
  expect(text).toContain('and 900 more in `artifacts-file`')
  expect(text).toContain('and 980 more in the log')
  expect(text.match(/^> - /gm)?.length).toBe(20)
  expect(text.match(/^\| \[/gm)?.length).toBe(100)
  expect(Buffer.byteLength(text)).toBeLessThan(600_000)
})

test('a fork is told from the branch that it calls like ours', () => {
  expect(summary({ operation: 'get', selected: [theirs] })).toContain(`| [6](${WEB}/6) | main \\(fork\\) |`)
})
