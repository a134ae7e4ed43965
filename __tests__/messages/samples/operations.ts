import * as messages from '../../../src/messages/operations.js'
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

const DOWNLOADED = {
  done: 2,
  selected: [DIST, DOCS],
  path: '/work/out',
  files: 3,
  size: 21_000_000,
  transferred: 20_000_453,
  elapsed: 2500,
  cacheHits: 0,
  verified: 2,
  failed: 0
}
const DELETED = {
  dryRun: false,
  accessFrom: 'workflow',
  deleted: [DIST],
  total: 1,
  gone: 0,
  failed: 0,
  remaining: 0
} as const

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
    () => messages.downloadedAll(DOWNLOADED),
    () =>
      messages.downloadedAll({
        ...DOWNLOADED,
        done: 1,
        transferred: 453,
        cacheHits: 1,
        verified: 0,
        failed: 1
      }),
    () => messages.downloadedAll({ ...DOWNLOADED, verified: 0, givesDigests: false })
  ],
  noFileMatches: [
    () => messages.noFileMatches(['a.text', '!b.txt'], { artifacts: [DIST], similar: ['a.txt'] }),
    () => messages.noFileMatches(['*.md'], { artifacts: [DIST, DOCS], similar: [] })
  ],
  nothingUnpacked: [
    () => messages.nothingUnpacked(['*.tgz'], { artifacts: [DIST], similar: ['build/app.tgz'] }),
    () => messages.nothingUnpacked(['*.tar'], { artifacts: [DIST, DOCS], similar: [] })
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
    () => messages.deletedAll(DELETED),
    () => messages.deletedAll({ ...DELETED, total: 9, gone: 1, failed: 2, remaining: 5 }),
    () => messages.deletedAll({ ...DELETED, dryRun: true }),
    () => messages.deletedAll({ ...DELETED, dryRun: true, accessFrom: 'account' })
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
