/** The head of a response with a body of known length. */
export interface ResponseHead {
  status: number
  /** By lower-case name. */
  headers: Record<string, string>
  /** Of the body, in bytes. */
  length: number
  /** Whether the connection stays open for another request. */
  keepsAlive: boolean
}

const END = '\r\n\r\n'
/** A status line (RFC 9112, 4). Interim responses (1xx) are not supported. */
const STATUS_LINE = /^HTTP\/1\.([01]) ([2-5]\d\d)(?: |$)/
/** A field line (RFC 9112, 5): no space before the colon, no folding. It matches in linear time. */
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:.*[^ \t])?)[ \t]*$/s
/** Characters that no value may contain (RFC 9110, 5.5). */
const FORBIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f]/

/** Where the body begins in the bytes received so far; undefined while the head is incomplete. */
export function bodyStartIn(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(END)
  return end === -1 ? undefined : end + END.length
}

/**
 * Parses the head of a response to a GET request, strictly.
 *
 * @param bytes the head, including the empty line at its end
 * @returns undefined for everything but the simple case: a transfer coding, no length or two, an ambiguous line
 */
export function readHead(bytes: Buffer): ResponseHead | undefined {
  const [statusLine = '', ...fieldLines] = bytes.toString('latin1').slice(0, -END.length).split('\r\n')
  const [, minor, status] = STATUS_LINE.exec(statusLine) ?? []
  if (minor === undefined || status === undefined) return undefined
  const headers: Record<string, string> = Object.create(null)
  for (const line of fieldLines) {
    const [, name = '', value = ''] = FIELD_LINE.exec(line) ?? []
    const key = name.toLowerCase()
    if (key === '' || FORBIDDEN.test(value) || key in headers) return undefined
    headers[key] = value
  }
  const { 'content-length': length = '', connection = '' } = headers
  const isPlain = /^\d{1,15}$/.test(length) && !('transfer-encoding' in headers)
  if (!isPlain || status === '204' || status === '304') return undefined
  const option = connection.toLowerCase()
  const keepsAlive = minor === '1' ? !option.includes('close') : option.includes('keep-alive')
  return { status: Number(status), headers, length: Number(length), keepsAlive }
}
