import { type Answer, jsonAnswer } from './answer.js'
import { BufferContent } from './content.js'
import type { FaultEffects } from './faults.js'

/** The answer that a fault gives in place of the true one. */
export function cannedAnswer({ status, body }: FaultEffects): Answer | undefined {
  if (status === undefined) return undefined
  if (body === undefined) return { status, headers: {} }
  if (typeof body === 'object' && !Buffer.isBuffer(body)) return jsonAnswer(status, body)
  const bytes = Buffer.from(body)
  // Broken JSON comes under the name of JSON; a page does not.
  const type = bytes[0] === '<'.charCodeAt(0) ? 'text/html' : 'application/json; charset=utf-8'
  return { status, headers: { 'content-type': type }, body: new BufferContent(bytes) }
}
