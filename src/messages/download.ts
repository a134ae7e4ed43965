import { entryRefused } from './archive.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

/** `120.0 MB of 547.0 MB (22 %), 60.0 MB/s, 7 s left`; `rate` in bytes a second. */
export function progressLine(bytes: number, total: number | undefined, rate: number): string {
  const speed = `${formatSize(rate)}/s`
  // Retried bytes count twice: beyond the total, the rest is unknown.
  if (total === undefined || bytes >= total) return `  ${formatSize(bytes)}, ${speed}`
  const percent = Math.floor((bytes / total) * 100)
  const left = Math.ceil((total - bytes) / rate)
  const time = left < 120 ? `${left} s` : `${Math.round(left / 60)} min`
  return `  ${formatSize(bytes)} of ${formatSize(total)} (${percent} %), ${speed}, ${time} left`
}

/** `rate` in bytes a second. */
export const unpackingLine = (bytes: number, rate: number) =>
  `  unpacked ${formatSize(bytes)} from archives, ${formatSize(rate)}/s`

/** @param path of the archive in the artifact */
export function unpackedArchive(
  subject: string,
  path: string,
  { files, size }: { files: number; size: number }
): string {
  return `${subject}: unpacked "${printable(path)}" (${plural(files, 'file')}, ${formatSize(size)})`
}

/** @param path of the archive in the artifact @param entry the path of the entry with the problem */
export const inArchive = (path: string, reason: string, entry: string | undefined) =>
  `archive "${printable(path)}": ${entry === undefined ? reason : entryRefused(entry, reason)}`

export const unsupportedArchive = () => 'unpack matches it, but does not support this kind of file'

export const unsupportedArchiveHint = () =>
  'unpack supports .tar, .tar.gz, .tgz, .tar.zst and .zip. Change its globs to match only such files.'

/** @param version of Node.js */
export const zstdUnsupported = (version: string) => `Node.js ${version} cannot read .tar.zst`

export const zstdUnsupportedHint = () =>
  'Use this action on Node 24 (without "/node20"), or upload a .tar.gz instead.'

/** @param subject printable: `Artifact "dist" (17)` */
export const digestDiffers = (subject: string, { actual, expected }: { actual: string; expected: string }) =>
  `${subject}: the downloaded bytes have the digest sha256:${actual}, but ${printable(expected)} is expected`

/** A digest of the list differs from the input. `expected` is hex. */
export function listedDigestDiffers(
  subject: string,
  { listed, expected }: { listed: string; expected: string }
): string {
  return `${subject}: the server reports the digest ${printable(listed)}, but expected-digest is sha256:${expected}`
}

export const listedDigestHint = () =>
  'The artifact was not downloaded. It may have been replaced after its upload: check the run that uploaded it.'

export const digestNotSelected = (name: string) =>
  `expected-digest names "${printable(name)}", but no artifact of that name is selected`

/** @param name undefined: a digest without a name */
export function digestOfSeveral(name: string | undefined, count: number): string {
  const subject =
    name === undefined
      ? 'expected-digest has one digest'
      : `expected-digest has one digest for "${printable(name)}"`
  return `${subject}, but ${count} artifacts are selected`
}

export const expectedDigestHint = () =>
  'Nothing was downloaded. Write one line NAME=sha256:HEX for each artifact to check, or select fewer artifacts.'

export const digestHint = () =>
  'Do not trust these bytes. Run the step again. If it fails again, check for a proxy or cache that changes them on the way to this runner.'

export const noDigest = (subject: string) => `${subject}: the server reports no digest`

export const digestNotChecked = (subject: string) =>
  `${subject}: only the selected files were transferred. Their CRC-32 and the structure of the archive are checked, but not the digest of the whole archive`

/** Why a download starts over: the server did not tell. */
export function noArchive(): string {
  return 'it turned out to be no archive'
}

/** @param entry the path of the entry with the problem */
export const archiveRefused = (subject: string, reason: string, entry: string | undefined) =>
  `${subject} is refused: ${entry === undefined ? reason : entryRefused(entry, reason)}`

const REFUSED_ADVICE = {
  damaged: 'Run the step again. If it fails again, run the workflow that uploads the artifact again.',
  unsupported:
    'Upload the files with actions/upload-artifact. Or set skip-decompress: true, and unpack the archive with another program.',
  unsafe:
    'Check the run that uploaded the artifact before you trust its content. To inspect the archive, set skip-decompress: true.'
}

/** @param kind of the reason */
export const archiveRefusedHint = (kind: keyof typeof REFUSED_ADVICE) =>
  `Nothing was written. ${REFUSED_ADVICE[kind]}`

/** For an archive inside an artifact. */
export const nestedRefusedHint = () =>
  'Nothing was written. Check the run that uploaded the artifact before you trust its content. To keep the archive as a file, change the globs of unpack.'

/** @param kind whose name it is */
export const nameUnusable = (kind: 'artifact' | 'file', value: string, reason: string) =>
  `The name of the ${kind}, "${printable(value)}", cannot be used as a ${kind === 'file' ? 'file' : 'folder'} name: ${reason}`

export const nameHint = () =>
  'Select one artifact by name or ID, so that its files go straight into path. Or set merge-multiple.'

export const cacheUnavailable = () =>
  'cache has no effect: this runner has no tool cache (RUNNER_TOOL_CACHE is not set). Set that variable on the runner, or remove cache'

export const cacheEntryIgnored = (subject: string, reason: string) =>
  `${subject}: its cache entry is ignored: ${printable(reason)}`

export const cacheEntryChanged = () => 'its bytes have changed'

export const cacheNotWritten = (subject: string, reason: string) =>
  `${subject} could not be stored in the tool cache: ${printable(reason)}`

export const fileIncomplete = (onDisk: number, received: number) =>
  `the file on disk has ${plural(onDisk, 'byte')}, but ${received} were received`

/** @param problem how it ended: a message or an exit code */
export function hashThreadFailed(problem: string | number): string {
  const ending = typeof problem === 'number' ? `exited with code ${problem}` : `failed: ${printable(problem)}`
  return `The digest could not be checked: the hashing thread ${ending}`
}
