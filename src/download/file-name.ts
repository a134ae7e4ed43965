import contentDisposition from 'content-disposition'

interface ContentHeaders {
  contentType: string | undefined
  contentDisposition: string | undefined
}

/**
 * The file name of an artifact that was uploaded with `archive: false`; undefined for a zip archive. upload-artifact v7
 * sets Content-Disposition to `NAME.zip` for an archive and to the artifact's own name for a file, whose Content-Type
 * depends on its extension: a raw `x.zip` is a file although it is a zip. Without a name it is an archive. The result is
 * not checked yet: it may not be usable in a path.
 */
export function rawFileName(artifactName: string, headers: ContentHeaders): string | undefined {
  const fileName = fileNameOf(headers.contentDisposition)
  if (fileName === undefined || fileName === `${artifactName}.zip`) return undefined
  const zipType = /^application\/(x-)?zip\b/i.test(headers.contentType ?? '')
  const zipName = /\.zip$/i.test(fileName)
  if (fileName === artifactName) return zipType && !zipName ? undefined : fileName
  return zipType || zipName ? undefined : fileName
}

/** `filename*` (RFC 5987) takes precedence over `filename`. */
function fileNameOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  try {
    const { filename } = contentDisposition.parse(header).parameters
    return filename === undefined || filename === '' ? undefined : filename
  } catch {
    return undefined
  }
}
