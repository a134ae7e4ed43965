import * as messages from '../../../src/messages/report.js'
import type { Samples } from './samples.js'

const repository = 'octo-org/app'

export const REPORT: Samples = {
  commandFileNotWritten: [
    () => messages.commandFileNotWritten('GITHUB_OUTPUT'),
    () => messages.commandFileNotWritten('GITHUB_STEP_SUMMARY')
  ],
  commandFileHint: [() => messages.commandFileHint()],
  artifactsFileNotWritten: [() => messages.artifactsFileNotWritten('ENOSPC: no space left on device, write')],
  artifactsTooLong: [() => messages.artifactsTooLong(1500)],
  pathsTooLong: [() => messages.pathsTooLong()],
  headline: [
    () => messages.headline({ repository, outcome: 'failed', operation: 'get', title: 'Artifact not found' }),
    () => messages.headline({ repository, outcome: 'empty', operation: 'list' }),
    () => messages.headline({ repository, outcome: 'empty', operation: 'delete' }),
    () => messages.headline({ repository, outcome: 'plan-too-large', count: 12 }),
    () =>
      messages.headline({
        repository,
        outcome: 'downloaded',
        count: 3,
        downloaded: 2,
        files: 6,
        size: 8_000_000
      }),
    () =>
      messages.headline({ repository, outcome: 'deleted', count: 4, deleted: 3, size: 1e6, dryRun: false }),
    () =>
      messages.headline({ repository, outcome: 'deleted', count: 1, deleted: 1, size: 1e6, dryRun: true }),
    () => messages.headline({ repository, outcome: 'found', count: 3, size: 4_001_000 })
  ],
  keptSummary: [
    () =>
      messages.keptSummary([
        { reason: 'keep-latest', count: 2, size: 3_000_000 },
        { reason: 'expired', count: 1, size: 0 }
      ])
  ],
  moreArtifacts: [() => messages.moreArtifacts(900)],
  moreNotes: [() => messages.moreNotes(5)],
  storageChartTitle: [() => messages.storageChartTitle()],
  deletedChartTitle: [() => messages.deletedChartTitle(false), () => messages.deletedChartTitle(true)],
  keptChartTitle: [
    () => messages.keptChartTitle(false, 1, 1),
    () => messages.keptChartTitle(false, 4, 4),
    () => messages.keptChartTitle(true, 3, 16)
  ],
  otherParts: [() => messages.otherParts(23)],
  outcomeText: (
    [
      'expired',
      'downloaded',
      'failed',
      'deleted',
      'would-be-deleted',
      'already-deleted',
      'not-deleted',
      'delete-failed',
      'downloaded-and-deleted',
      'downloaded-not-deleted'
    ] as const
  ).map(outcome => () => messages.outcomeText(outcome)),
  transferred: [
    () =>
      messages.transferred({
        received: 4_000_500,
        extracted: 8_000_000,
        downloaded: 2,
        verified: 1,
        cacheHits: 1
      }),
    () => messages.transferred({ received: 0, extracted: 0, downloaded: 0, verified: 0, cacheHits: 0 })
  ],
  apiUsage: [() => messages.apiUsage(1, undefined), () => messages.apiUsage(3, 997)],
  escapeMarkdown: [() => messages.escapeMarkdown('[a|b](https://www.example.com)\n<br>')]
}
