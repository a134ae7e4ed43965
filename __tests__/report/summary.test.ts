import { ActionError } from '../../src/errors/action-error.js'
import type { ActionInputs } from '../../src/inputs/action-inputs.js'
import { ERRORS } from '../../src/messages/error-codes.js'
import {
  apiUsage,
  escapeMarkdown,
  headline,
  keptChartTitle,
  keptSummary,
  moreArtifacts,
  moreNotes,
  outcomeText,
  storageChartTitle,
  transferred
} from '../../src/messages/report.js'
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
  usage = { apiRequests: 3, serviceRequests: 0, rateLimitRemaining: 997 },
  notes: Note[] = []
): string {
  const whole: Result = { operation: 'list', selected: [], ...result }
  return summaryOf(whole, { notes, usage, inputs: request, now: NOW })
}

const NO_DOWNLOADS = { path: '/out', placed: [], failed: [], files: 0, transferredBytes: 0, cacheHits: 0 }
const USAGE = { apiRequests: 3, serviceRequests: 0, rateLimitRemaining: 997 }
const repository = 'octo-org/app'

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
const placed = (artifact: Placed['artifact'], digestCheck: Placed['digestCheck'] = 'unchecked'): Placed => ({
  artifact,
  folder: `/out/${artifact.name}`,
  files: 3,
  extractedSize: 4_000_000,
  digestCheck
})

test('list: a chart of the storage by name, and a row for each artifact', () => {
  expect(
    summary({ selected: [dist, old, docs] })
  ).toBe(`### ${headline({ repository, outcome: 'found', count: 3, size: 4_001_000 })}

\`\`\`mermaid
pie
  title ${storageChartTitle()}
  "dist, 2.5 MB" : 2500000
  "docs, 1.0 kB" : 1000
\`\`\`

| artifact | size | age | run | branch | digest | outcome |
|---|--:|--:|---|---|---|---|
| [dist](${WEB}/7/artifacts/12) | 2.5 MB | 60 min | [7](${WEB}/7) | main | \`0123456789ab\` |  |
| [dist](${WEB}/7/artifacts/11) | 1.5 MB | 9 d | [7](${WEB}/7) | main |  | ${outcomeText('expired')} |
| [docs](${WEB}/7/artifacts/10) | 1.0 kB | 36 h | [7](${WEB}/7) | main |  |  |

${apiUsage(3, 997)}
`)
})

test('get: no column without values, and no rate limit if the server has none', () => {
  const bare = anArtifact({ id: 1, name: 'a|b', created_at: null, workflow_run: null })
  expect(
    summary({ operation: 'get', selected: [bare] }, { apiRequests: 1 } as never)
  ).toBe(`### ${headline({ repository, outcome: 'found', count: 1, size: 1000 })}

| artifact | size |
|---|--:|
| a\\|b | 1.0 kB |

${apiUsage(1, undefined)}
`)
})

test('download: sizes, and the outcome of each artifact', () => {
  const error = new ActionError('storage-failed', 'Artifact "docs" (10) could not be downloaded: ```')
  const downloads = {
    path: '/out',
    placed: [placed(dist, 'matches'), placed(old)],
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
  expect(
    summary(result)
  ).toBe(`### ${headline({ repository, outcome: 'downloaded', count: 3, downloaded: 2, files: 6, size: 8_000_000 })}

**${escapeMarkdown(error.title)}**

\`\`\`\`text
Artifact "docs" (10) could not be downloaded: \`\`\`

${ERRORS['storage-failed'].advice}
\`\`\`\`

| artifact | size | age | run | branch | digest | outcome |
|---|--:|--:|---|---|---|---|
| [dist](${WEB}/7/artifacts/12) | 2.5 MB | 60 min | [7](${WEB}/7) | main | \`0123456789ab\` | ${outcomeText('downloaded-and-deleted')} |
| [dist](${WEB}/7/artifacts/11) | 1.5 MB | 9 d | [7](${WEB}/7) | main |  | ${outcomeText('downloaded-not-deleted')} |
| [docs](${WEB}/7/artifacts/10) | 1.0 kB | 36 h | [7](${WEB}/7) | main |  | ${outcomeText('failed')} |

${transferred({ received: 4_000_500, extracted: 8_000_000, downloaded: 2, verified: 1, cacheHits: 1 })}; ${apiUsage(3, 997)}
`)
})

test('delete: a chart of kept and deleted sizes by group, and the outcome of each artifact', () => {
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
  ).toBe(`### ${headline({ repository, outcome: 'deleted', count: 4, deleted: 1, size: 2_500_000, dryRun: false })}

${keptSummary([{ reason: 'keep-latest', count: 2, size: 3_000_000 }])}

\`\`\`mermaid
%%{init: {"xyChart":{"width":900,"height":130,"yAxis":{"showLabel":false,"showTick":false,"showAxisLine":false}},"themeVariables":{"xyChart":{"plotColorPalette":"#cf222e, #1a7f37"}}}}%%
xychart-beta horizontal
  title "${keptChartTitle(false, 1, 2)}"
  x-axis ["dist, 7.0 MB"]
  y-axis 0 --> 7000000
  bar [7000000]
  bar [4500000]
\`\`\`

| artifact | size | age | run | branch | digest | outcome |
|---|--:|--:|---|---|---|---|
| [dist](${WEB}/7/artifacts/12) | 2.5 MB | 60 min | [7](${WEB}/7) | main | \`0123456789ab\` | ${outcomeText('deleted')} |
| [dist](${WEB}/7/artifacts/11) | 1.5 MB | 9 d | [7](${WEB}/7) | main |  | ${outcomeText('not-deleted')} |
| [docs](${WEB}/7/artifacts/10) | 1.0 kB | 36 h | [7](${WEB}/7) | main |  | ${outcomeText('delete-failed')} |
| [gone](${WEB}/7/artifacts/9) | 1.0 kB | 9 d | [7](${WEB}/7) | main |  | ${outcomeText('already-deleted')} |

${apiUsage(3, 997)}
`)
})

test('an error before any artifact is selected', () => {
  const failure = new ActionError('artifact-not-found', 'Not found', { hint: 'Look.' })
  expect(
    summary({ operation: 'download', failure, downloads: NO_DOWNLOADS })
  ).toBe(`### ${headline({ repository, outcome: 'failed', operation: 'download', title: ERRORS['artifact-not-found'].title })}

**${escapeMarkdown(failure.title)}**

\`\`\`text
Not found

Look.
\`\`\`

${apiUsage(3, 997)}
`)
})

test('warnings and notices follow the headline, warnings first', () => {
  const notes: Note[] = [
    { kind: 'notice', text: 'The newest is <old>' },
    { kind: 'warning', text: 'Not found in octo-org/app:\n- "a|b" is not there' },
    { kind: 'warning', text: 'dry-run is empty' }
  ]
  expect(
    summary({ operation: 'download', downloads: NO_DOWNLOADS }, USAGE, notes)
  ).toBe(`### ${headline({ repository, outcome: 'empty', operation: 'download' })}

> [!WARNING]
> - Not found in octo\\-org/app\\:<br>\\- "a\\|b" is not there
> - dry\\-run is empty

> [!NOTE]
> - The newest is &lt;old&gt;

${apiUsage(3, 997)}
`)
})

test.each(['list', 'get', 'delete'] as const)('%s finds nothing', operation => {
  const deletions = { dryRun: true, deleted: [], gone: [], failed: [], remaining: [] }
  const text = summary({ operation, ...(operation === 'delete' && { deletions }) })
  expect(text).toBe(`### ${headline({ repository, outcome: 'empty', operation })}\n\n${apiUsage(3, 997)}\n`)
})

test.each([true, false])('a plan that is too large, dry run: %s', dryRun => {
  const deletions = { dryRun, deleted: [], gone: [], failed: [], remaining: [dist, docs] }
  const failure = new ActionError('plan-too-large', 'Too many')
  const text = summary({ operation: 'delete', selected: [dist, docs], deletions, failure })
  expect(text.split('\n')[0]).toBe(`### ${headline({ repository, outcome: 'plan-too-large', count: 2 })}`)
  expect(text).toContain('(plan\\-too\\-large\\)**')
  const cell = ` ${outcomeText('not-deleted')} |`
  expect(text.split('\n').filter(line => line.endsWith(cell))).toHaveLength(2)
})

test('the longest possible summary stays far below 1 MiB', () => {
  // The character that grows most when it is escaped.
  const worst = '&'.repeat(100_000)
  const selected = Array.from({ length: 1000 }, (_, index) =>
    anArtifact({ id: 1e15 + index, name: worst, workflow_run: { id: 1e15, head_branch: worst } })
  )
  const failure = new ActionError('internal', '`'.repeat(1_000_000))
  const notes = Array.from({ length: 1000 }, (): Note => ({ kind: 'notice', text: worst }))
  const text = summary({ selected, failure }, USAGE, notes)
  expect(text).toContain(moreArtifacts(900))
  expect(text).toContain(moreNotes(980))
  expect(text.match(/^> - /gm)?.length).toBe(20)
  expect(text.match(/^\| \[/gm)?.length).toBe(100)
  expect(Buffer.byteLength(text)).toBeLessThan(600_000)
})

test('the branch of a fork is marked', () => {
  expect(summary({ operation: 'get', selected: [theirs] })).toContain(`| [6](${WEB}/6) | main \\(fork\\) |`)
})
