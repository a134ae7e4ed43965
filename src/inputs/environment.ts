import { readFileSync } from 'node:fs'
import { attempt } from '../errors/attempt.js'
import type { PullRequestEnds } from '../github/commits-api.js'
import { type Repository, sameRepository } from '../github/repository.js'
import type { InputName } from './action-defaults.js'

/** The environment variables that the runner sets for a step. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The text of an input as the runner passes it, trimmed; undefined if the variable is missing. */
export function inputText(name: InputName, env: Environment): string | undefined {
  return env[`INPUT_${name.toUpperCase()}`]?.trim()
}

/** The API base URL of the job's own server. */
export function ownApiUrl(env: Environment): string {
  return env.GITHUB_API_URL ?? 'https://api.github.com'
}

/** Whether an API base is that of the job's own server. */
export function isOwnServer(apiUrl: string, env: Environment): boolean {
  const base = (url: string) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : url)
  return base(apiUrl) === base(ownApiUrl(env))
}

/** Whether the job runs on github.com. act sets the same URL. */
export function isOnGitHubCom(env: Environment): boolean {
  return env.GITHUB_SERVER_URL === 'https://github.com' && !env.ACT
}

/** The ID of this job's run; undefined outside of a run. */
export function currentRunId(env: Environment): number | undefined {
  const current = Number(env.GITHUB_RUN_ID)
  return Number.isSafeInteger(current) && current >= 1 ? current : undefined
}

export function isOwnRepository(repository: Repository, env: Environment): boolean {
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/')
  return sameRepository(repository, { owner, repo })
}

/** The commit of this job, in lower case; undefined outside of a run. */
export function currentSha({ GITHUB_SHA: sha }: Environment): string | undefined {
  return wholeSha(sha)
}

/**
 * The ID of the run that triggered this one; undefined if the event is not a `workflow_run` event.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run
 */
export function triggeringRunId(env: Environment): number | undefined {
  if (env.GITHUB_EVENT_NAME !== 'workflow_run') return undefined
  const id = eventOf<{ workflow_run?: { id?: unknown } }>(env)?.workflow_run?.id
  return Number.isSafeInteger(id) ? Number(id) : undefined
}

/**
 * The ends of the pull request in the event; undefined without one.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
 */
export function pullRequestEnds(env: Environment): PullRequestEnds | undefined {
  const pull = eventOf<{
    pull_request?: { base?: { sha?: unknown }; head?: { sha?: unknown }; number?: unknown }
  }>(env)?.pull_request
  const [base, head] = [wholeSha(pull?.base?.sha), wholeSha(pull?.head?.sha)]
  if (base === undefined || head === undefined) return undefined
  return { base, head, ...(Number.isSafeInteger(pull?.number) && { number: Number(pull?.number) }) }
}

function wholeSha(text: unknown): string | undefined {
  const isSha = typeof text === 'string' && /^(?:[\da-f]{40}|[\da-f]{64})$/i.test(text)
  return isSha ? text.toLowerCase() : undefined
}

/** The event that started the run; undefined if it cannot be read. */
function eventOf<Event>({ GITHUB_EVENT_PATH: file }: Environment): Event | undefined {
  return file ? attempt(() => JSON.parse(readFileSync(file, 'utf8')) as Event) : undefined
}
