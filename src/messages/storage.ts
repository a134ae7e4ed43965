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
    const sender =
      code === '' ? ' This response has no error code of a storage: a proxy may have sent it.' : ''
    return `The signed URL of the artifact was not accepted. It is valid for a few minutes: run the step again. On your own server, check its clock and its storage settings.${sender}`
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
  const id = requestId === '' ? '' : ` (request id ${printable(requestId)})`
  return `storage returned status ${status}${retryAfter}${explained.join('')}${id}`
}

export const redirectRefused = (from: string, to: string) =>
  `storage redirects from ${from} to ${printable(to)}, which is refused`

export const tooManyRedirects = (limit: number) => `storage redirects more than ${limit} times`
export const storageSilent = (seconds: number) => `storage sent nothing for ${seconds} s`

/** @param problem a code of Node.js or a message */
export const connectionBroke = (host: string, problem: string) =>
  `the connection to ${host} failed (${printable(problem)})`

export const artifactReplaced = () => 'its content in storage was replaced during the download'
export const rangesNoLongerServed = () => 'storage stopped serving ranges'
export const rangeNotSatisfiable = () => 'storage does not have the requested range'
export const otherRangeSent = () => 'storage sent a different range than requested'
export const tooManyBytesSent = () => 'storage sent more bytes than it announced'
export const responseEndedEarly = () => 'storage ended its response early'

/** A line of the debug log, without the path and query of the URL. */
export function storageResponse({
  host,
  subject,
  range,
  status,
  elapsed,
  requestId
}: {
  host: string
  subject: string
  /** The end is not included. */
  range: { start: number; end: number } | undefined
  status: number
  /** In ms. */
  elapsed: number
  requestId: string | undefined
}): string {
  const bytes = range === undefined ? '' : `, bytes ${range.start} to ${range.end - 1}`
  const id = requestId === undefined ? '' : `, request id ${printable(requestId)}`
  return `GET ${host}: ${subject}${bytes}: ${status} after ${Math.round(elapsed)} ms${id}`
}
