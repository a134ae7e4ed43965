import { plural } from './plural.js'
import { printable } from './printable.js'

/** How the log names a source of artifacts. */
export const SOURCES = { service: "the run's artifact service", rest: 'the REST API' } as const

export const asking = (source: keyof typeof SOURCES) => `Asking ${SOURCES[source]}`

/** For the debug log. */
export const fallingBack = (why: string) => `Using the REST API: ${why}`

/** For the debug log. `status`: undefined for no response. */
export const serviceRequest = (method: string, status: number | undefined, ms: number) =>
  `POST ${method}: ${status ?? 'no response'} after ${Math.round(ms)} ms`

/** What a step cost, after the requests to the REST API. */
export const serviceRequests = (count: number) => `${plural(count, 'request')} to the run's artifact service`

/** `attempt` counts from 1. */
export const mayMissEarlierAttempts = (attempt: number) =>
  `This is attempt ${attempt} of the run. The artifact service may leave out artifacts of earlier attempts. To list them, set backend: rest.`

// Why the service cannot be used

export const variableMissing = (variable: string) => `${variable} is not set`
export const tokenWithoutScope = () => 'ACTIONS_RUNTIME_TOKEN has no scope Actions.Results'

/** `origin`: undefined for a text that is not a URL. It is not shown, because it may hold a password. */
export function resultsUrlRefused(origin: string | undefined, rule: 'https' | 'server'): string {
  if (origin === undefined) return 'ACTIONS_RESULTS_URL is not an absolute URL (https://…)'
  const rules = {
    https:
      "must use https. http is allowed only for loopback and private addresses, and for the job's own server if it uses http",
    server: "must have the server's own host, or a subdomain of it"
  }
  return `ACTIONS_RESULTS_URL (${printable(origin, 100)}) ${rules[rule]}`
}

// Requests to the service

export function serviceStatus(status: number, message: string | undefined): string {
  const said = message ? `: ${printable(message)}` : ''
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : ''
  return `the run's artifact service responded with ${status}${redirect}${said}`
}

/** `detail`: the code or message of what broke the connection. */
export const noServiceResponse = (detail: string) =>
  `the run's artifact service sent no response: ${printable(detail)}`

export const proxyUnusable = () => 'the proxy variables of the runner are invalid'

/** `expected`: `a list of artifacts`. */
export const unexpectedServiceResponse = (expected: string) =>
  `the response of the run's artifact service is not ${expected}`

export const insecureServiceUrl = (from: string, to: string) =>
  `the run's artifact service uses ${from} and responded with a URL with ${to}, which is not allowed`

export const notNewestOfName = () =>
  "the run's artifact service finds artifacts by name, and a newer one has the same name"

export const notListed = () => "the run's artifact service does not list it"

export const idsNotListed = (ids: readonly number[]) =>
  `the run's artifact service does not list ${ids.join(', ')}`

export const nameNotListed = (name: string) => `the run's artifact service does not list "${printable(name)}"`

/** A note on what was not found. `reason`: of the error of the REST API. */
export const restRefused = (reason: string) => `The REST API may have it, but ${reason}.`

/** Why the current run's artifacts cannot come from the REST API. */
export function restDoesNotKnowRun(): string {
  return 'the REST API does not know this run'
}

/** A note on ids that were not found. */
export const onlyCurrentRun = () => 'With backend: runtime, only artifacts of the current run are found.'

/** For servers whose service does not list every artifact of the run. */
export function mayMissOtherProtocols({ mayBeGitea }: { mayBeGitea: boolean }): string {
  const help = mayBeGitea
    ? 'On Forgejo, set backend: rest to search for them. The API of Gitea does not list them either.'
    : 'To search for them with the REST API, set backend: rest.'
  return `The artifact service does not list artifacts of older upload actions, such as upload-artifact v3. ${help}`
}

export const fewListed = (count: number) =>
  `the run's artifact service lists only ${count}, fewer than min-count`

export const noneListed = () => "the run's artifact service lists no artifacts"
export const replaced = () => 'it was replaced or deleted while the step ran'

/** `restReason`: why the REST API does not help, if it was asked. */
export function replacedHint(restReason: string | undefined): string {
  const rest = restReason === undefined ? '' : `The action also used the REST API, by ID: ${restReason}.\n`
  return `${rest}Run the step again to use a newer artifact of that name. To prevent this, add the job that uploads it to needs:.`
}

/** The hint of an error of a deletion whose response was lost. */
export function mayAlreadyBeDeleted(hint: string | undefined): string {
  const text = 'The artifact may already be deleted: no usable response to its deletion arrived.'
  return [text, hint].filter(Boolean).join('\n')
}

export const otherDeleted = (name: string, id: number, deleted: number) =>
  `Artifact "${printable(name)}" (${id}) was replaced while the step ran: the run's artifact service deleted ${deleted} instead`

export const otherDeletedHint = () =>
  'Do not upload an artifact while another job deletes artifacts of the same name.'

/** On act, ids are hashes of the names. */
export function ambiguousId(id: number, names: readonly string[]): string {
  const list = names.map(name => `"${printable(name)}"`).join(', ')
  return `Artifact ID ${id} is ambiguous: the run's artifact service lists it for ${list}`
}

export const ambiguousIdHint = () => 'Use name instead of artifact-ids.'

// What to do

export const useRest = () =>
  'Set backend: auto to use the REST API if the service fails. The token then needs actions: read (to delete, actions: write).'

export const startArtifactServer = () =>
  'Start act with --artifact-server-path. act has no REST API for artifacts.'

/** The hint of an error of the REST API that was asked because of `why`. */
export const restFailedToo = (hint: string | undefined, why: string) =>
  [`The action used the REST API because ${why}.`, hint].filter(Boolean).join('\n')

// The token and the inputs

export const tokenMissing = () => 'github-token is empty'

export function tokenMissingHint({ isAct }: { isAct: boolean }): string {
  return isAct
    ? 'act has only the current run. To read other runs from github.com, start act with -s GITHUB_TOKEN.'
    : "Pass github-token: the REST API needs one. Only the current run's artifact service works without it."
}

/** `inputs` as `name: value` or a name. Reads on after "backend". */
export const runtimeRefused = (inputs: readonly string[]) =>
  `"runtime" does not work with ${inputs.join(' and ')}. Use auto or rest`
