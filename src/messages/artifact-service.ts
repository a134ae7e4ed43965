import { plural } from './plural.js'
import { printable } from './printable.js'

/** How the log names a source of artifacts. */
export const SOURCES = { service: "the run's artifact service", rest: 'the REST API' } as const

export function asking(source: keyof typeof SOURCES): string {
  return `Asking ${SOURCES[source]}`
}

/** For the debug log. */
export function fallingBack(why: string): string {
  return `Using the REST API: ${why}`
}

/** For the debug log. `status`: undefined for no response. */
export function serviceRequest(method: string, status: number | undefined, ms: number): string {
  return `POST ${method}: ${status ?? 'no response'} after ${Math.round(ms)} ms`
}

/** What a step cost, after the requests to the REST API. */
export function serviceRequests(count: number): string {
  return `${plural(count, 'request')} to the run's artifact service`
}

/** `attempt` counts from 1. */
export function mayMissEarlierAttempts(attempt: number): string {
  return `This is attempt ${attempt} of the run. The artifact service may leave out artifacts of earlier attempts; backend: rest lists them.`
}

// Why the service cannot be used

export function variableMissing(variable: string): string {
  return `${variable} is not set`
}

export function tokenWithoutScope(): string {
  return 'ACTIONS_RUNTIME_TOKEN has no scope Actions.Results'
}

/** `origin`: undefined for a text that is not a URL. It is not shown, because it may hold a password. */
export function resultsUrlRefused(origin: string | undefined, rule: 'https' | 'server'): string {
  if (origin === undefined) return 'ACTIONS_RESULTS_URL is not an absolute URL (https://…)'
  const allowed = {
    https: "https, or http for a loopback address, a private address or the job's own server if it uses http",
    server: "the server's own host, or a subdomain of it"
  }
  return `ACTIONS_RESULTS_URL (${printable(origin, 100)}) is not allowed; allowed: ${allowed[rule]}`
}

// Requests to the service

export function serviceStatus(status: number, message: string | undefined): string {
  const said = message ? `: ${printable(message)}` : ''
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : ''
  return `the run's artifact service responded with ${status}${redirect}${said}`
}

/** `detail`: the code or message of what broke the connection. */
export function noServiceResponse(detail: string): string {
  return `the run's artifact service sent no response: ${printable(detail)}`
}

export function proxyUnusable(): string {
  return 'the proxy variables of the runner are invalid'
}

/** `expected`: `a list of artifacts`. */
export function unexpectedServiceResponse(expected: string): string {
  return `the response of the run's artifact service is not ${expected}`
}

export function insecureServiceUrl(from: string, to: string): string {
  return `the run's artifact service uses ${from} and gave a URL with ${to}, which is not allowed`
}

export function notNewestOfName(): string {
  return "the run's artifact service finds artifacts by name, and a newer one has the same name"
}

export function notListed(): string {
  return "the run's artifact service does not list it"
}

export function idsNotListed(ids: readonly number[]): string {
  return `the run's artifact service does not list ${ids.join(', ')}`
}

export function nameNotListed(name: string): string {
  return `the run's artifact service does not list "${printable(name)}"`
}

/** A note on what was not found. `reason`: of the error of the REST API. */
export function restRefused(reason: string): string {
  return `The REST API may have it, but ${reason}.`
}

/** A note on ids that were not found. */
export function onlyCurrentRun(): string {
  return 'With backend: runtime, only artifacts of the current run are found.'
}

/** For servers whose service does not list every artifact of the run. */
export function mayMissOtherProtocols(): string {
  return 'The artifact service does not list artifacts of older upload actions, such as upload-artifact v3. If the server lists them by its REST API, set backend: rest.'
}

export function fewListed(count: number): string {
  return `the run's artifact service lists only ${count}, fewer than min-count`
}

export function noneListed(): string {
  return "the run's artifact service lists none"
}

export function replaced(): string {
  return 'it was replaced or deleted while the step ran'
}

/** `restReason`: why the REST API does not help, if it was asked. */
export function replacedHint(restReason: string | undefined): string {
  const rest = restReason === undefined ? '' : `The action also used the REST API, by id: ${restReason}.\n`
  return `${rest}Run the step again to use a newer artifact of that name. To prevent this, let the job that uploads end first (needs:).`
}

/** The hint of an error of a deletion whose response was lost. */
export function mayAlreadyBeDeleted(hint: string | undefined): string {
  const text = 'The artifact may already be deleted: no usable response to its deletion arrived.'
  return [text, hint].filter(Boolean).join('\n')
}

export function otherDeleted(name: string, id: number, deleted: number): string {
  return `Artifact "${printable(name)}" (${id}) was replaced while the step ran: the run's artifact service deleted ${deleted} in its place`
}

export function otherDeletedHint(): string {
  return 'Do not upload an artifact while another job deletes artifacts of the same name.'
}

/** On act, ids are hashes of the names. */
export function ambiguousId(id: number, names: readonly string[]): string {
  const list = names.map(name => `"${printable(name)}"`).join(', ')
  return `Artifact id ${id} is ambiguous: the run's artifact service lists it for ${list}`
}

export function ambiguousIdHint(): string {
  return 'Use name in place of artifact-ids.'
}

// What to do

export function useRest(): string {
  return 'Set backend: auto to use the REST API if the service fails. The token then needs actions: read (to delete, actions: write).'
}

export function startArtifactServer(): string {
  return 'Start act with --artifact-server-path. act has no REST API for artifacts.'
}

/** The hint of an error of the REST API that was asked because of `why`. */
export function restFailedToo(hint: string | undefined, why: string): string {
  return [`The action used the REST API because ${why}.`, hint].filter(Boolean).join('\n')
}

// The token and the inputs

export function tokenMissing(): string {
  return 'github-token is empty'
}

export function tokenMissingHint(): string {
  return "Pass github-token: the REST API needs one. Only the current run's artifact service works without it."
}

/** `inputs` as `name: value` or a name. Reads on after "backend". */
export function runtimeRefused(inputs: readonly string[]): string {
  return `"runtime" does not work with ${inputs.join(' and ')}. Use auto or rest`
}
