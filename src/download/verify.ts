import { ActionError } from '../errors/action-error.js'
import type { ArchiveError } from '../errors/archive-error.js'
import { RequestError } from '../errors/request-error.js'
import { type Artifact, titleOf } from '../github/artifact.js'
import { printable } from '../messages/printable.js'
import type { Reporter } from '../messages/reporter.js'
import type { DownloadInputs } from './inputs.js'

/** Whether the bytes are those that the API promised; undefined where it gave no digest. */
export function digestAgrees({ digest }: Artifact, sha256: string): boolean | undefined {
  return digest ? digest.toLowerCase() === `sha256:${sha256}` : undefined
}

/** Does with a digest that disagrees what `digest-mismatch` says. @throws ActionError with code `digest-mismatch` */
export function handleDigest(
  artifact: Artifact,
  {
    sha256,
    digestMismatch,
    report
  }: { sha256: string; report: Reporter } & Pick<DownloadInputs, 'digestMismatch'>
): void {
  const agrees = digestAgrees(artifact, sha256)
  if (agrees === undefined) report.debug(`${titleOf(artifact)}: the server gives no digest`)
  if (agrees !== false) return
  const message = `${titleOf(artifact)}: the digest of what came (sha256:${sha256}) is not the one that the API gave (${printable(artifact.digest ?? '')})`
  switch (digestMismatch) {
    case 'error':
      throw new ActionError('digest-mismatch', message, {
        hint: 'Do not trust these bytes. Run the step again; if it stays so, something between storage and this runner changes them.'
      })
    case 'warn':
      report.warning(message)
      break
    case 'info':
      report.info(message)
      break
    case 'ignore':
  }
}

/**
 * The error for an archive that is not taken. What is no archive at all, and not what the API promised either, is
 * perhaps an error page on the way: worth another try. So is what ends early where nobody said how long it is (`isCut`).
 */
export function refusalOf(
  artifact: Artifact,
  {
    error,
    digestAgreed,
    isCut = false
  }: { error: ArchiveError; digestAgreed: boolean | undefined; isCut?: boolean }
): RequestError {
  return new RequestError('archive-refused', `${titleOf(artifact)} is refused: ${error.message}`, {
    hint:
      error.hint ??
      'Nothing of it was written. Look at the run that made it before you trust anything in it.',
    cause: error,
    retryable:
      (error.refusal === 'not-a-zip' || (isCut && error.refusal === 'truncated')) && digestAgreed !== true
  })
}
