import { ActionError } from '../../../src/errors/action-error.js'
import * as messages from '../../../src/messages/operations.js'
import type { Deletions, Downloads } from '../../../src/operations/result.js'
import { anArtifact } from '../../support/artifact.js'
import type { Samples } from './samples.js'

const DIST = anArtifact({ id: 17, name: 'dist', size_in_bytes: 453, created_at: null })
const DOCS = anArtifact({
  id: 18,
  name: 'docs-日本',
  size_in_bytes: 20_000_000,
  created_at: null,
  expired: true
})
const label = messages.labelsOf([DIST, DOCS])
const BROKEN = 'Artifact "dist" (17) could not be downloaded: storage responded with 500'

const PLACED = { artifact: DIST, folder: '/work/out', files: 1, extractedSize: 1_000_000 }
const DOWNLOADED: Downloads = {
  path: '/work/out',
  placed: [
    { ...PLACED, digestCheck: 'matches' },
    { ...PLACED, artifact: DOCS, files: 2, extractedSize: 20_000_000, digestCheck: 'matches' }
  ],
  failed: [],
  files: 3,
  transferredBytes: 20_000_453,
  cacheHits: 0
}
const UNVERIFIED = DOWNLOADED.placed.map(placed => ({ ...placed, digestCheck: 'unchecked' }) as const)
const DOWNLOAD = { selected: [DIST, DOCS], elapsed: 2500, givesDigests: true }
const FAILED = { artifact: DOCS, error: new ActionError('storage-failed', BROKEN) }
const DELETED: Deletions = { dryRun: false, deleted: [DIST], gone: [], failed: [], remaining: [] }
const DELETION = { total: 1, accessFrom: 'workflow' } as const

export const OPERATIONS: Samples = {
  labelsOf: [() => label(DIST), () => label(DOCS)],
  artifactLine: [DIST, DOCS].map(artifact => () => messages.artifactLine(artifact, label(artifact))),
  moreArtifacts: [() => messages.moreArtifacts(30)],
  failedLine: [() => messages.failedLine(BROKEN)],
  failedToo: [() => messages.failedToo(DOCS)],
  artifactsFailed: [
    () =>
      messages.artifactsFailed('download', {
        failed: 3,
        total: 9,
        failures: [
          { text: BROKEN, artifacts: [DIST] },
          { text: 'The API responded with 403', artifacts: [DIST, DOCS] }
        ]
      }),
    () =>
      messages.artifactsFailed('delete', {
        failed: 12,
        total: 50,
        failures: Array.from({ length: 12 }, (_, index) => ({
          text: `Failure ${index}`,
          artifacts: [DIST]
        }))
      })
  ],
  allFailures: [() => messages.allFailures([BROKEN, 'Artifact "docs" (18) could not be deleted'])],
  downloadedLine: [
    () => messages.downloadedLine(label(DIST), { files: 1, size: 900, folder: '' }),
    () => messages.downloadedLine(label(DOCS), { files: 2, size: 21_000_000, folder: 'docs' })
  ],
  downloadedAll: [
    () => messages.downloadedAll(DOWNLOADED, DOWNLOAD),
    () =>
      messages.downloadedAll(
        {
          ...DOWNLOADED,
          placed: UNVERIFIED.slice(1),
          transferredBytes: 453,
          cacheHits: 1,
          failed: [FAILED]
        },
        DOWNLOAD
      ),
    () => messages.downloadedAll({ ...DOWNLOADED, placed: UNVERIFIED }, { ...DOWNLOAD, givesDigests: false })
  ],
  noFileMatches: [
    () => messages.noFileMatches('files', ['a.text', '!b.txt'], { artifacts: [DIST], similar: ['a.txt'] }),
    () => messages.noFileMatches('files', ['*.md'], { artifacts: [DIST, DOCS], similar: [] }),
    () => messages.noFileMatches('unpack', ['*.tgz'], { artifacts: [DIST], similar: ['build/app.tgz'] }),
    () => messages.noFileMatches('unpack', ['*.tar'], { artifacts: [DIST, DOCS], similar: [] })
  ],
  noDigest: [() => messages.noDigest([DIST]), () => messages.noDigest([DIST, DOCS])],
  notStored: [() => messages.notStored(DIST)],
  deletedLine: [
    () => messages.deletedLine(DIST, label(DIST), 'deleted'),
    () => messages.deletedLine(DOCS, label(DOCS), 'gone')
  ],
  wouldDelete: [() => messages.wouldDelete(DIST, label(DIST))],
  stoppedLine: [() => messages.stoppedLine('The step was stopped by SIGTERM')],
  deletedAll: [
    () => messages.deletedAll(DELETED, DELETION),
    () =>
      messages.deletedAll(
        { ...DELETED, gone: [DOCS], failed: [FAILED, FAILED], remaining: Array(5).fill(DIST) },
        { ...DELETION, total: 9 }
      ),
    () => messages.deletedAll({ ...DELETED, dryRun: true }, DELETION),
    () => messages.deletedAll({ ...DELETED, dryRun: true }, { ...DELETION, accessFrom: 'account' })
  ],
  deletionStopped: [
    () => messages.deletionStopped({ remaining: 8, total: 12 }, ['The rate limit is used up'])
  ],
  deletionStoppedAdvice: [
    () => messages.deletionStoppedAdvice('Raise rate-limit-wait.'),
    () => messages.deletionStoppedAdvice(undefined)
  ],
  planTooLarge: [() => messages.planTooLarge({ count: 3, size: 3000, limit: 2 })],
  planTooLargeAdvice: [messages.planTooLargeAdvice],
  quotaIsLate: [messages.quotaIsLate]
}
