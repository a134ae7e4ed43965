import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { attempt } from '../../errors/attempt.js'
import { resultsUrlRefused, tokenWithoutScope, variableMissing } from '../../messages/artifact-service.js'
import { webUrlOf } from '../repository.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What the service calls a run's attempt and a job of it. */
export interface BackendIds {
  run: string
  job: string
}

export interface ServiceAccess {
  /** The one origin that the runtime token may go to. */
  origin: string
  token: string
  ids: BackendIds
}

/** What a job knows of its own run. Null: not known. */
export interface CurrentRun {
  /** From 1. */
  attempt: number
  headBranch: string | null
  headSha: string | null
}

export interface RuntimeEnvironment {
  access: ServiceAccess | { unusable: string }
  /** Whether the server seems to have such a service. */
  isOffered: boolean
  run: CurrentRun
  /** https://nektosact.com: its API URL is github.com's, which knows nothing of the run. */
  isAct: boolean
  /** Whether the service lists every live artifact of the run. Other servers have artifacts that only REST lists. */
  listsAll: boolean
}

/** What the runner tells a job about its run's artifact service. */
export function runtimeEnvironment(env: Environment): RuntimeEnvironment {
  const { hostname } = new URL(serverUrl(env))
  const isAct = env.ACT === 'true'
  const listsAll = isAct || hostname === 'github.com' || hostname.endsWith('.ghe.com')
  return {
    access: accessOf(env),
    isOffered: listsAll || Boolean(env.ACTIONS_RESULTS_URL),
    run: currentRun(env),
    isAct,
    listsAll
  }
}

function accessOf(env: Environment): RuntimeEnvironment['access'] {
  const { ACTIONS_RUNTIME_TOKEN: token = '', ACTIONS_RESULTS_URL: url = '' } = env
  if (token === '') return { unusable: variableMissing('ACTIONS_RUNTIME_TOKEN') }
  if (url === '') return { unusable: variableMissing('ACTIONS_RESULTS_URL') }
  const refused = refusalOf(url, env)
  if (refused !== undefined) return { unusable: resultsUrlRefused(originOf(url), refused) }
  const ids = backendIds(token)
  return ids === undefined ? { unusable: tokenWithoutScope() } : { origin: new URL(url).origin, token, ids }
}

/** Without user info, which may be a secret. Undefined for anything but http and https. */
function originOf(url: string): string | undefined {
  const { protocol, origin } = URL.canParse(url) ? new URL(url) : {}
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined
}

/** The token is a JWT. Only the service can check its signature. */
function backendIds(token: string): BackendIds | undefined {
  // Anything else may not be the value of a header.
  if (!/^[\w.~+/=-]+$/.test(token)) return undefined
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      scp?: unknown
    } | null
    for (const scope of String(claims?.scp).split(' ')) {
      const [name, run, job, ...more] = scope.split(':')
      if (name === 'Actions.Results' && run && job && more.length === 0) return { run, job }
    }
  } catch {}
  return undefined
}

function refusalOf(text: string, env: Environment): 'https' | 'server' | undefined {
  if (!URL.canParse(text)) return 'https'
  const { protocol, hostname } = new URL(text)
  const { hostname: server, protocol: serverProtocol } = new URL(serverUrl(env))
  // There the runner does not set the variable, so the workflow could: the token must stay on the server.
  if (isGhes(env) && hostname !== server && !(isName(server) && hostname.endsWith(`.${server}`)))
    return 'server'
  if (protocol === 'https:') return undefined
  const own = serverProtocol === 'http:' ? [server, new URL(apiUrl(env)).hostname] : []
  return protocol === 'http:' && (isPrivate(hostname) || own.includes(hostname)) ? undefined : 'https'
}

/** By a variable that a workflow cannot set. */
function isGhes(env: Environment): boolean {
  return /\/api\/v3\/?$/.test(apiUrl(env))
}

function serverUrl(env: Environment): string {
  const { GITHUB_SERVER_URL: url = '' } = env
  return URL.canParse(url) ? url : webUrlOf(apiUrl(env))
}

function apiUrl({ GITHUB_API_URL: url = '' }: Environment): string {
  return URL.canParse(url) ? url : 'https://api.github.com'
}

const PRIVATE = new BlockList()
for (const [net, prefix, family] of [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6']
] as const) {
  PRIVATE.addSubnet(net, prefix, family)
}

/** Loopback included (RFC 1918, RFC 4193). */
function isPrivate(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  return family === 0 ? hostname === 'localhost' : PRIVATE.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

function isName(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0
}

/** Events whose GITHUB_SHA is a merge commit; https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const ON_MERGE_COMMITS = ['pull_request', 'pull_request_review', 'pull_request_review_comment']

function currentRun(env: Environment): CurrentRun {
  const attempt = Number(env.GITHUB_RUN_ATTEMPT)
  const isOnMergeCommit = ON_MERGE_COMMITS.includes(env.GITHUB_EVENT_NAME ?? '')
  const head = isOnMergeCommit ? pullRequestHead(env) : undefined
  const branch = env.GITHUB_HEAD_REF || (isOnMergeCommit ? head?.ref : env.GITHUB_REF_NAME)
  const sha = isOnMergeCommit ? head?.sha : env.GITHUB_SHA
  return {
    attempt: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1,
    headBranch: branch || null,
    headSha: sha || null
  }
}

/** Of the event that started the run. */
function pullRequestHead({ GITHUB_EVENT_PATH: file }: Environment): { ref?: string; sha?: string } {
  const event = attempt(() => JSON.parse(readFileSync(file ?? '', 'utf8'))) as
    | { pull_request?: { head?: { ref?: unknown; sha?: unknown } } }
    | null
    | undefined
  const { ref, sha } = event?.pull_request?.head ?? {}
  return { ...(typeof ref === 'string' && { ref }), ...(typeof sha === 'string' && { sha }) }
}
