/** The head of an answer whose body is of a known length. */
export interface ResponseHead {
  status: number
  /** By lower-case name. */
  headers: Record<string, string>
  /** Of the body, in bytes. */
  length: number
  /** Whether the connection serves further requests. */
  keepsAlive: boolean
}

const END = '\r\n\r\n'
/** A status line, RFC 9112, 4. Interim answers (1xx) and those without a body are none of ours. */
const STATUS_LINE = /^HTTP\/1\.([01]) ([2-5]\d\d)(?: |$)/
/** A field line, RFC 9112, 5: no space before the colon, no folding. Whatever the value, it matches without trying again. */
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:.*[^ \t])?)[ \t]*$/s
/** What no line has: RFC 9110, 5.5. */
const FORBIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f]/

/** Where the body begins in what has come so far; undefined while the head is not whole. */
export function bodyStartIn(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(END)
  return end === -1 ? undefined : end + END.length
}

/**
 * Reads the head of an answer to a GET request, strictly.
 *
 * @param bytes the head, with the empty line that ends it
 * @returns undefined for all but the plain case: a transfer coding, no length or two, what a parser could take in two ways
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
  const says = connection.toLowerCase()
  const keepsAlive = minor === '1' ? !says.includes('close') : says.includes('keep-alive')
  return { status: Number(status), headers, length: Number(length), keepsAlive }
}
