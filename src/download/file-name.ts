import contentDisposition from 'content-disposition'
import { checkSegment } from '../archive/entry-path.js'
import { ActionError } from '../errors/action-error.js'
import { attempt } from '../errors/attempt.js'
import { nameHint, nameUnusable } from '../messages/download.js'
import type { ContentFacts } from '../storage/archive-cache.js'

const ZIP_TYPES = new Set([
  'application/zip',
  'application/x-zip-compressed',
  'application/zip-compressed',
  // What @actions/artifact 2 stores.
  'zip'
])

/**
 * The file name of an artifact that was uploaded with `archive: false`; undefined for a zip archive. An archive has the
 * content type of one, a URL that ends in `.zip`, or the artifact's name plus `.zip` as its file name. A raw `x.zip` has
 * such a type too, but its file name is the artifact's name. Without a file name it is an archive: nothing else tells a
 * file from the error page of a proxy.
 *
 * An artifact whose name is not plain ASCII gives the file its own name, unless a usable `filename*` does: servers replace
 * the other characters in `filename`. The result is not checked yet: it may not be usable in a path.
 */
export function rawFileName(artifactName: string, facts: ContentFacts): string | undefined {
  const { contentType = '', contentDisposition: header, isZipUrl, isArchive } = facts
  if (header === undefined || isArchive) return undefined
  const { fileName, isExtended } = fileNameOf(header)
  const isMangled = /[^ -~]/.test(artifactName) && !(isExtended && isUsable(fileName))
  // Only what follows the last character that a server may replace can be compared.
  const end = artifactName.replace(/^.*[^ -~]/s, '')
  const isNamed = (extension: string) =>
    isMangled ? fileName.endsWith(`${end}${extension}`) : fileName === `${artifactName}${extension}`
  const [type = ''] = contentType.split(';')
  const isWrapped = isNamed('.zip')
  const isZip = isWrapped || isZipUrl || ZIP_TYPES.has(type.trim().toLowerCase())
  const isRawZip = !isWrapped && isNamed('') && /\.zip$/i.test(artifactName)
  if (isZip && !isRawZip) return undefined
  return isMangled ? artifactName : fileName || undefined
}

/** `isExtended`: by `filename*` (RFC 5987), which takes precedence over `filename`. Empty without a readable name. */
function fileNameOf(header: string): { fileName: string; isExtended: boolean } {
  const unquoted = header.replace(/"(?:\\.|[^"\\])*"/g, '')
  const isExtended = /;\s*filename\*\s*=/i.test(unquoted)
  const { filename = '' } = attempt(() => contentDisposition.parse(header).parameters) ?? {}
  return { fileName: filename, isExtended }
}

/**
 * Checks a name that comes from an artifact and becomes a folder or a file.
 *
 * @throws ActionError with code `artifact-name-invalid`
 */
export function checkName(name: string, kind: 'artifact' | 'file'): void {
  const problem = checkSegment(name, process.platform)
  if (problem === undefined) return
  const hint = nameHint()
  throw new ActionError('artifact-name-invalid', nameUnusable(kind, name, problem.reason), { hint })
}

function isUsable(fileName: string): boolean {
  // Invalid UTF-8 is decoded to U+FFFD.
  return !fileName.includes('\ufffd') && checkSegment(fileName, process.platform) === undefined
}
