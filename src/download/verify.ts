import { ActionError } from '../errors/action-error.js'
import type { ArchiveError, RefusalClass } from '../errors/archive-error.js'
import { RequestError } from '../errors/request-error.js'
import type { Artifact } from '../github/artifact.js'
import {
  archiveRefused,
  archiveRefusedHint,
  digestDiffers,
  digestHint,
  digestNotSelected,
  digestOfSeveral,
  expectedDigestHint,
  listedDigestDiffers,
  listedDigestHint,
  noDigest
} from '../messages/download.js'
import { artifactTitle } from '../messages/formats.js'
import type { DownloadContext } from './context.js'
import type { DownloadInputs } from './inputs.js'

/**
 * How the bytes compare with the digest of the artifact. `unchecked`: the server reports no digest, or not all bytes were
 * transferred.
 */
export type DigestCheck = 'matches' | 'differs' | 'unchecked'

export function checkDigest({ digest }: Artifact, sha256: string): DigestCheck {
  if (!digest) return 'unchecked'
  return digest.toLowerCase() === `sha256:${sha256}` ? 'matches' : 'differs'
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
  const check = checkDigest(artifact, sha256)
  if (check === 'unchecked') report.debug(noDigest(artifactTitle(artifact)))
  const handling = digestHandling(inputs, artifact)
  if (check !== 'differs' || handling === 'ignore') return
  if (await artifacts.isReplaced(artifact)) throw new ReplacedError()
  const subject = artifactTitle(artifact)
  const message = digestDiffers(subject, { actual: sha256, expected: artifact.digest ?? '' })
  switch (handling) {
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

/** Whether all bytes of an artifact must be hashed, because a wrong digest has consequences. */
export function mustHash(inputs: DownloadInputs, artifact: Artifact): boolean {
  return Boolean(artifact.digest) && digestHandling(inputs, artifact) !== 'ignore'
}

/** What a wrong digest means for an artifact: always an error for an expected one. */
function digestHandling(inputs: DownloadInputs, artifact: Artifact): DownloadInputs['digestMismatch'] {
  return expectedDigest(inputs, artifact) === undefined ? inputs.digestMismatch : 'error'
}

function expectedDigest(
  { expectedDigest: expected }: DownloadInputs,
  { name }: Artifact
): string | undefined {
  return typeof expected === 'string' ? expected : expected?.get(name)
}

/** The artifact with its expected digest. @throws ActionError with code `digest-mismatch` if another one is listed */
export function withExpectedDigest(inputs: DownloadInputs, artifact: Artifact): Artifact {
  const expected = expectedDigest(inputs, artifact)
  if (expected === undefined) return artifact
  if (checkDigest(artifact, expected) === 'differs') {
    const message = listedDigestDiffers(artifactTitle(artifact), { listed: artifact.digest ?? '', expected })
    throw new ActionError('digest-mismatch', message, { hint: listedDigestHint() })
  }
  return { ...artifact, digest: `sha256:${expected}` }
}

/** @throws ActionError with code `input-invalid` unless each expected digest is for exactly one of the artifacts */
export function checkExpectedDigests(
  { expectedDigest: expected }: DownloadInputs,
  artifacts: readonly Artifact[]
): void {
  if (expected === undefined) return
  const names = typeof expected === 'string' ? [undefined] : [...expected.keys()]
  for (const name of names) {
    const count = artifacts.filter(artifact => name === undefined || artifact.name === name).length
    if (count === 1 || (count === 0 && name === undefined)) continue
    const message = count === 0 ? digestNotSelected(name ?? '') : digestOfSeveral(name, count)
    throw new ActionError('input-invalid', message, { hint: expectedDigestHint() })
  }
}

/** What damaged bytes look like, and nothing else. */
const DAMAGE: readonly RefusalClass[] = ['crc', 'deflate', 'not-a-zip', 'truncated']
/** What they may look like. */
const POSSIBLE_DAMAGE: readonly RefusalClass[] = [...DAMAGE, 'mismatch', 'size', 'structure']

function hintFor(refusal: RefusalClass): string {
  if (refusal === 'unsupported') return archiveRefusedHint('unsupported')
  return archiveRefusedHint(DAMAGE.includes(refusal) ? 'damaged' : 'unsafe')
}

/**
 * The error for an artifact whose archive is refused. Bytes that are not an archive and do not have the expected digest may
 * be the error page of a proxy: worth a retry. So is an archive that ends early if its length is unknown (`isCut`). Other
 * damage is worth one more fetch, unless the digest shows that these are the uploaded bytes.
 */
export function refusalOf(
  artifact: Artifact,
  error: ArchiveError,
  known: { digestCheck?: DigestCheck | undefined; isCut?: boolean } = {}
): RequestError {
  const { digestCheck = 'unchecked', isCut = false } = known
  const { refusal, reason, entry, hint = hintFor(refusal) } = error
  const subject = artifactTitle(artifact)
  const mayBeWrongBytes = refusal === 'not-a-zip' || (isCut && refusal === 'truncated')
  return new RequestError('archive-refused', archiveRefused(subject, reason, entry), {
    subject,
    reason,
    hint,
    cause: error,
    retryable: digestCheck !== 'matches' && (mayBeWrongBytes || POSSIBLE_DAMAGE.includes(refusal)),
    nextTry: mayBeWrongBytes ? 'counted' : 'once'
  })
}
