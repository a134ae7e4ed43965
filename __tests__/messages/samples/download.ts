import {
  archiveRefused,
  archiveRefusedHint,
  cacheEntryChanged,
  cacheEntryIgnored,
  cacheNotWritten,
  cacheUnavailable,
  digestDiffers,
  digestHint,
  digestNotChecked,
  digestNotSelected,
  digestOfSeveral,
  expectedDigestHint,
  fileIncomplete,
  hashThreadFailed,
  inArchive,
  listedDigestDiffers,
  listedDigestHint,
  nameHint,
  nameUnusable,
  nestedRefusedHint,
  noArchive,
  noDigest,
  progressLine,
  unpackedArchive,
  unpackingLine,
  unsupportedArchive,
  unsupportedArchiveHint,
  zstdUnsupported,
  zstdUnsupportedHint
} from '../../../src/messages/download.js'
import type { Samples } from './samples.js'

const SUBJECT = 'Artifact "dist" (17)'

export const DOWNLOAD: Samples = {
  progressLine: [
    () => progressLine(120e6, 547e6, 60e6),
    () => progressLine(1, 3e9, 1e6),
    () => progressLine(120e6, undefined, 60e6)
  ],
  unpackingLine: [() => unpackingLine(1.2e9, 300e6)],
  unpackedArchive: [() => unpackedArchive(SUBJECT, 'build/app.tar.gz', { files: 12, size: 3_400_000 })],
  inArchive: [
    () => inArchive('build/app.tar.gz', 'its path has a ".." segment', '../b'),
    () => inArchive('app.tar', 'its end marker is missing', undefined)
  ],
  unsupportedArchive: [unsupportedArchive],
  unsupportedArchiveHint: [unsupportedArchiveHint],
  zstdUnsupported: [() => zstdUnsupported('v20.20.2')],
  zstdUnsupportedHint: [zstdUnsupportedHint],
  digestDiffers: [
    () => digestDiffers(SUBJECT, { actual: 'a'.repeat(64), expected: `sha256:${'b'.repeat(64)}` })
  ],
  digestHint: [digestHint],
  noDigest: [() => noDigest(SUBJECT)],
  digestNotChecked: [() => digestNotChecked(SUBJECT)],
  noArchive: [() => noArchive()],
  archiveRefused: [
    () => archiveRefused(SUBJECT, 'its end is missing', undefined),
    () => archiveRefused(SUBJECT, 'its path leaves the folder', '../evil.sh')
  ],
  archiveRefusedHint: [
    () => archiveRefusedHint('damaged'),
    () => archiveRefusedHint('unsupported'),
    () => archiveRefusedHint('unsafe')
  ],
  nestedRefusedHint: [nestedRefusedHint],
  nameUnusable: [
    () => nameUnusable('artifact', '..', 'it leads elsewhere'),
    () => nameUnusable('file', 'a\n::error::b', 'it has a control character')
  ],
  nameHint: [nameHint],
  cacheUnavailable: [cacheUnavailable],
  cacheEntryIgnored: [() => cacheEntryIgnored(SUBJECT, cacheEntryChanged())],
  cacheEntryChanged: [cacheEntryChanged],
  cacheNotWritten: [() => cacheNotWritten(SUBJECT, 'ENOSPC: no space left on device')],
  fileIncomplete: [() => fileIncomplete(5, 3_145_728)],
  hashThreadFailed: [() => hashThreadFailed('out of memory'), () => hashThreadFailed(7)],
  listedDigestDiffers: [
    () => listedDigestDiffers('Artifact "dist" (17)', { listed: 'sha256:aa', expected: 'bb' })
  ],
  listedDigestHint: [listedDigestHint],
  digestNotSelected: [() => digestNotSelected('dist')],
  digestOfSeveral: [() => digestOfSeveral(undefined, 3), () => digestOfSeveral('dist', 2)],
  expectedDigestHint: [expectedDigestHint]
}
