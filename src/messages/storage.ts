import { printable } from './printable.js'
import { formatSize } from './size.js'

/** @param subject printable: `Artifact "dist" (17)` */
export function storageFailed(subject: string, reason: string): string {
  return `${subject} could not be downloaded: ${reason}`
}

export function unreachableHint(): string {
  return 'Check that this runner can reach the storage host (firewall, proxy). Then run the step again.'
}

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
export function reasonAtByte(reason: string, position: number): string {
  return position === 0 ? reason : `${reason}, at byte ${position} (${formatSize(position)})`
}

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

export function redirectRefused(from: string, to: string): string {
  return `storage redirects from ${from} to ${printable(to)}, which is refused`
}

export function tooManyRedirects(limit: number): string {
  return `storage redirects more than ${limit} times`
}

export function storageSilent(seconds: number): string {
  return `storage sent nothing for ${seconds} s`
}

/** @param problem a code of Node.js or a message */
export function connectionBroke(host: string, problem: string): string {
  return `the connection to ${host} failed (${printable(problem)})`
}

/** @param problem what storage says, if that is how it was noticed */
export function artifactReplaced(problem?: StorageProblem): string {
  return `its content in storage was replaced during the download${problemOf(412, problem)}`
}

export function rangesNoLongerServed(): string {
  return 'storage stopped serving ranges'
}

export function rangeNotSatisfiable(problem?: StorageProblem): string {
  return `storage does not have the requested range${problemOf(416, problem)}`
}

function problemOf(status: number, problem: StorageProblem | undefined): string {
  return problem === undefined ? '' : ` (${storageStatus(status, problem, undefined)})`
}

export function otherRangeSent(): string {
  return 'storage sent a different range than requested'
}

export function tooManyBytesSent(): string {
  return 'storage sent more bytes than it announced'
}

export function responseEndedEarly(): string {
  return 'storage ended its response early'
}

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
