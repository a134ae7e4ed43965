import { printable } from './printable.js'
import { formatSize } from './size.js'

/** @param subject printable: `Artifact "dist" (17)` */
export const storageFailed = (subject: string, reason: string) =>
  `${subject} could not be downloaded: ${reason}`

export const unreachableHint = () =>
  'Check that this runner can reach the storage host (firewall, proxy). Then run the step again.'

/** What storage says about an error. Empty where it says nothing. Not printable. */
export interface StorageProblem {
  code: string
  text: string
  requestId: string
}

/** Advice for an error that storage reports. */
export function storageStatusHint(status: number, { code }: Pick<StorageProblem, 'code'>): string {
  if (status === 404 || status === 410)
    return 'The files of the artifact are not in storage. Run the workflow that uploads the artifact again.'
  if (status === 401 || status === 403) {
    const sender = code === '' ? ' The response has no error code, so a proxy may have sent it.' : ''
    return `Storage did not accept the signed URL of the artifact. It is valid for only a few minutes, so run the step again. On your own server, check its clock and its storage settings.${sender}`
  }
  if (status === 408 || status === 429 || status >= 500)
    return 'Storage is overloaded or unavailable. Run the step again later.'
  return 'Run the step again. If it fails again, check the storage settings of the server.'
}

/** @param position in the artifact, in bytes */
export const reasonAtByte = (reason: string, position: number) =>
  position === 0 ? reason : `${reason}, at byte ${position} (${formatSize(position)})`

/** @param wait what the server asks for, in ms */
export function storageStatus(
  status: number,
  { code, text, requestId }: StorageProblem,
  wait: number | undefined
): string {
  const retryAfter = wait ? ` and asks to wait ${Math.ceil(wait / 1000)} s` : ''
  const explained = [code, text].filter(Boolean).map(said => `: ${printable(said)}`)
  const id = requestId === '' ? '' : ` (request ID ${printable(requestId)})`
  return `storage responded with ${status}${retryAfter}${explained.join('')}${id}`
}

export const redirectRefused = (from: string, to: string) =>
  `storage redirects from ${from} to ${printable(to)}, which is not allowed`

export const tooManyRedirects = (limit: number) => `storage redirects more than ${limit} times`
export const storageSilent = (seconds: number) => `storage sent nothing for ${seconds} s`

/** @param problem a code of Node.js or a message */
export const connectionBroke = (host: string, problem: string) =>
  `the connection to ${host} failed (${printable(problem)})`

/** @param problem the response of storage, if that is how it was noticed */
export const artifactReplaced = (problem?: StorageProblem) =>
  `its content in storage was replaced during the download${inParentheses(412, problem)}`

/** @param problem the response of storage */
export const rangeNotSatisfiable = (problem?: StorageProblem) =>
  `storage does not have the requested range${inParentheses(416, problem)}`

function inParentheses(status: number, problem: StorageProblem | undefined): string {
  return problem === undefined ? '' : ` (${storageStatus(status, problem, undefined)})`
}

export const rangesNoLongerServed = () => 'storage stopped serving ranges'
export const otherRangeSent = () => 'storage sent a different range than requested'
export const tooManyBytesSent = () => 'storage sent more bytes than it announced'
export const responseEndedEarly = () => 'storage ended its response early'

/** A line of the debug log, without the path and query of the URL. */
export function storageResponse(response: {
  host: string
  subject: string
  /** The end is not included. */
  range: { start: number; end: number } | undefined
  status: number
  /** In ms. */
  elapsed: number
  /** Empty if there is none. */
  requestId: string
}): string {
  const { host, subject, range, status, elapsed, requestId } = response
  const bytes = range === undefined ? '' : `, bytes ${range.start} to ${range.end - 1}`
  const id = requestId === '' ? '' : `, request ID ${printable(requestId)}`
  return `GET ${host}: ${subject}${bytes}: ${status} after ${Math.round(elapsed)} ms${id}`
}
