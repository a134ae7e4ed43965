import type { ArchiveError, RefusalClass } from '../errors/archive-error.js'
import { RequestError } from '../errors/request-error.js'
import { type Artifact, titleOf } from '../github/artifact.js'
import {
  archiveRefused,
  archiveRefusedHint,
  digestDiffers,
  digestHint,
  noDigest
} from '../messages/download.js'
import type { DownloadContext } from './context.js'

/** Whether the bytes have the digest that the API reports; undefined if it reports none. */
export function digestAgrees({ digest }: Artifact, sha256: string): boolean | undefined {
  return digest ? digest.toLowerCase() === `sha256:${sha256}` : undefined
}

/** The bytes are another artifact's: a new URL leads to its own. */
export class ReplacedError extends Error {}

/**
 * Handles a wrong digest as `digest-mismatch` says.
 *
 * @throws ReplacedError, or RequestError with code `digest-mismatch`: worth one more fetch
 */
export async function handleDigest(
  { inputs, services }: DownloadContext,
  artifact: Artifact,
  sha256: string
): Promise<void> {
  const { artifacts, report } = services
  const agrees = digestAgrees(artifact, sha256)
  if (agrees === undefined) report.debug(noDigest(titleOf(artifact)))
  if (agrees !== false || inputs.digestMismatch === 'ignore') return
  if (await artifacts.isReplaced(artifact)) throw new ReplacedError()
  const subject = titleOf(artifact)
  const message = digestDiffers(subject, { actual: sha256, expected: artifact.digest ?? '' })
  switch (inputs.digestMismatch) {
    case 'error':
      throw new RequestError('digest-mismatch', message, {
        subject,
        hint: digestHint(),
        retryable: true,
        nextTry: 'once'
      })
    case 'warn':
      report.warning(message)
      break
    case 'info':
      report.info(message)
  }
}

/** What damaged bytes look like. */
const DAMAGE: readonly RefusalClass[] = [
  'crc',
  'deflate',
  'mismatch',
  'not-a-zip',
  'size',
  'structure',
  'truncated'
]

/**
 * The error for an artifact whose archive is refused. Bytes that are not an archive and do not have the expected digest may
 * be the error page of a proxy: worth a retry. So is an archive that ends early if its length is unknown (`isCut`). Other
 * damage is worth one more fetch, unless the digest shows that these are the uploaded bytes.
 */
export function refusalOf(
  artifact: Artifact,
  error: ArchiveError,
  { digestAgreed, isCut = false }: { digestAgreed?: boolean | undefined; isCut?: boolean } = {}
): RequestError {
  const { refusal, reason, entry, hint = archiveRefusedHint() } = error
  const subject = titleOf(artifact)
  const mayBeWrongBytes = refusal === 'not-a-zip' || (isCut && refusal === 'truncated')
  return new RequestError('archive-refused', archiveRefused(subject, reason, entry), {
    subject,
    reason,
    hint,
    cause: error,
    retryable: digestAgreed !== true && (mayBeWrongBytes || DAMAGE.includes(refusal)),
    nextTry: mayBeWrongBytes ? 'counted' : 'once'
  })
}
