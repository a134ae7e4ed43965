import type { IncomingHttpHeaders } from 'node:http'
import type { Exchange } from '../http/exchange.js'
import type { StorageProblem } from '../messages/storage.js'
import { secretsOf } from './signed-url.js'

type ErrorResponse = Pick<Exchange, 'headers' | 'read' | 'discard'>

/** In bytes. Errors of Azure, S3 and Google Cloud Storage have less than 2 kB. */
const LONGEST_BODY = 16 << 10
/** How long the body of an error may take, in ms. */
const LONGEST_WAIT = 2000

/**
 * What storage says about an error: Azure Blob, S3 and Google Cloud Storage send XML with Code and Message, and Azure the
 * code in a header too.
 *
 * @param url the requested URL, whose secrets never get into the result
 */
export async function readProblem(response: ErrorResponse, url: URL): Promise<StorageProblem> {
  const { headers } = response
  const body = await readText(response)
  const code = elementOf(body, 'Code') || textOf(headers, 'x-ms-error-code')
  // Azure adds lines with the id and the time of the request.
  const [text = ''] = elementOf(body, 'Message').split('\n')
  return { code: withoutSecrets(code, url), text: withoutSecrets(text, url), requestId: requestIdOf(headers) }
}

/** The ID of a request at Azure Blob, S3 or Google Cloud Storage. Empty if there is none. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  return textOf(headers, 'x-ms-request-id', 'x-amz-request-id', 'x-guploader-uploadid')
}

/** As much as is worth reading. A complete body leaves the connection open for the next request. */
export async function readText(response: ErrorResponse): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  // A body that is dropped breaks `read`.
  const timer = setTimeout(() => response.discard(), LONGEST_WAIT)
  try {
    await response.read(chunk => {
      chunks.push(Buffer.from(chunk))
      length += chunk.length
      if (length > LONGEST_BODY) throw new Error('too long')
    })
  } catch {
    response.discard()
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks).toString('utf8', 0, LONGEST_BODY)
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of the first element of that name; empty if there is none. */
function elementOf(xml: string, element: 'Code' | 'Message'): string {
  const [, text = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? []
  return text
    .replace(/&#(?:x([\da-f]{1,5})|(\d{1,6}));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
    )
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim()
}

function textOf(headers: IncomingHttpHeaders, ...names: string[]): string {
  return names.map(name => String(headers[name] ?? '')).find(Boolean) ?? ''
}

function withoutSecrets(text: string, url: URL): string {
  return secretsOf(url)
    .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
    .replace(/\?\S*=\S*/g, '')
}
