import { createHash } from 'node:crypto'
import type { Repository } from '../../__tests__/support/github-server/index.js'
import { DemoError } from './demo-error.js'
import type { Beginning, World } from './repository.js'
import type { Workflow } from './workflow.js'

/** What started a run: the event, what `github.` says of it, and the run that it makes. */
export interface Start {
  event: string
  /** `github.event` */
  payload: object
  /** `github.ref` and its like */
  refs: { ref: string; ref_name: string; ref_type: 'branch' | 'tag'; head_ref: string; base_ref: string }
  /** `github.sha`, where it is not the run's own. */
  sha?: string
  run: Beginning
}

/** What only one event has, for examples without an `on:`. */
const TELLING: Record<string, RegExp> = {
  workflow_run: /run-id: *triggering\b|github\.event\.workflow_run\b/,
  pull_request: /github\.(?:head_ref|base_ref|event\.(?:number|pull_request))\b/,
  workflow_dispatch: /\$\{\{[^}]*\binputs\./
}
const TAG = 'v1.0'
const WITH_INPUTS = ['workflow_call', 'workflow_dispatch']

/**
 * How the workflow is started here: by the event that is `chosen`, else by the first under its `on:`; without one, by
 * that which its text takes for granted, else by a push.
 *
 * @throws DemoError for a chosen event that does not start it
 */
export function startOf({ on }: Workflow, text: string, world: World, chosen?: string): Start {
  const event = chosen === undefined ? eventOf(on, text) : checked(chosen, on)
  const settings = settingsOf(on, event)
  const ofRepository = { repository: viewOf(world.repository), sender: { login: 'octocat' } }
  if (/^pull_request(?:_target)?$/.test(event)) {
    return ofPullRequest(event, typeOf(settings) ?? 'synchronize', world, ofRepository)
  }
  const isOfTag = event === 'release' || (settings.tags !== undefined && settings.branches === undefined)
  const name = isOfTag ? TAG : 'main'
  const ref = `refs/${isOfTag ? 'tags' : 'heads'}/${name}`
  return {
    event,
    payload: { ...ofRepository, ...payloadOf(event, { on, settings, ref, world }) },
    refs: { ref, ref_name: name, ref_type: isOfTag ? 'tag' : 'branch', head_ref: '', base_ref: '' },
    run: { event, head_branch: name }
  }
}

/** `inputs`: the defaults of what may be given to the workflow, and nothing where the event gives none. */
export function inputsOf({ on }: Workflow, event: string): Record<string, unknown> {
  return WITH_INPUTS.includes(event) ? defaultsOf(on, event) : {}
}

/** What has to be given to the workflow and has no default: it is empty here. */
export function missingInputs({ on }: Workflow, event: string): string[] {
  if (event !== 'workflow_dispatch') return []
  return Object.entries(settingsOf(on, 'workflow_dispatch').inputs ?? {})
    .filter(([, input]) => input?.required === true && input.default === undefined)
    .map(([name]) => name)
}

function eventsOf(on: unknown): string[] {
  return typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {})
}

function checked(event: string, on: unknown): string {
  const events = eventsOf(on)
  if (events.length > 0 && !events.includes(event)) {
    throw new DemoError(`${event} does not start it; on: ${events.join(', ')}`)
  }
  return event
}

function eventOf(on: unknown, text: string): string {
  const [first] = eventsOf(on)
  if (first !== undefined) return first
  return Object.entries(TELLING).find(([, telling]) => telling.test(text))?.[0] ?? 'push'
}

function payloadOf(
  event: string,
  { on, settings, ref, world }: { on: unknown; settings: Settings; ref: string; world: World }
): object {
  const type = typeOf(settings)
  switch (event) {
    case 'push':
      return { ref, created: false, deleted: false, forced: false }
    case 'schedule':
      return { schedule: (on as { schedule?: { cron?: string }[] }).schedule?.[0]?.cron ?? '' }
    case 'workflow_dispatch':
      return { ref, inputs: defaultsOf(on, event) }
    case 'workflow_run':
      return {
        action: type ?? 'completed',
        workflow_run: triggering(world.repository, settings.workflows)
      }
    case 'release':
      return { action: type ?? 'published', release: { tag_name: TAG, name: TAG, prerelease: false } }
    default:
      return type === undefined ? {} : { action: type }
  }
}

function ofPullRequest(
  event: string,
  action: string,
  { repository, pullRequest }: World,
  ofRepository: object
): Start {
  const { number, headBranch, headSha } = pullRequest
  const repo = viewOf(repository)
  const isTarget = event === 'pull_request_target'
  const ref = isTarget ? 'refs/heads/main' : `refs/pull/${number}/merge`
  return {
    event,
    payload: {
      ...ofRepository,
      action,
      number,
      pull_request: {
        number,
        title: 'Log in',
        state: action === 'closed' ? 'closed' : 'open',
        merged: action === 'closed',
        draft: false,
        labels: [],
        user: { login: 'octocat' },
        head: { ref: headBranch, sha: headSha, repo },
        base: { ref: 'main', sha: shaOf('main'), repo }
      }
    },
    refs: {
      ref,
      ref_name: ref.replace(/^refs\/(?:heads|pull)\//, ''),
      ref_type: 'branch',
      head_ref: headBranch,
      base_ref: 'main'
    },
    // Of the merge, which no run has as its head.
    sha: shaOf(isTarget ? 'main' : `merge of ${number}`),
    run: { event, head_branch: headBranch, head_sha: headSha }
  }
}

/** The newest run that has ended, of one of these workflows if they are named. */
function triggering(repository: Repository, workflows: unknown): object {
  const names = Array.isArray(workflows) ? workflows.map(String) : undefined
  const run = [...repository.runs.items]
    .reverse()
    .find(
      ({ status, workflow }) =>
        status === 'completed' && (names === undefined || names.includes(workflow.name))
    )
  if (run === undefined) {
    throw new DemoError(`no run of ${names?.join(', ')} here that could have triggered this one`)
  }
  const { id, event, status, conclusion, head_branch, head_sha, head_repository, run_number, run_attempt } =
    run
  return {
    ...{ id, name: run.workflow.name, path: run.path, event, status, conclusion, head_branch, head_sha },
    ...{ run_number, run_attempt, head_repository, pull_requests: [] }
  }
}

interface Settings {
  types?: unknown
  tags?: unknown
  branches?: unknown
  workflows?: unknown
  inputs?: Record<
    string,
    { default?: unknown; required?: unknown; type?: string; options?: unknown[] } | null
  >
}

function settingsOf(on: unknown, event: string): Settings {
  if (typeof on !== 'object' || on === null || Array.isArray(on)) return {}
  return ((on as Record<string, unknown>)[event] ?? {}) as Settings
}

function typeOf({ types }: Settings): string | undefined {
  const [first] = Array.isArray(types) ? types : [types]
  return first === undefined ? undefined : String(first)
}

function defaultsOf(on: unknown, event: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settingsOf(on, event).inputs ?? {}).map(([name, input]) => {
      const { default: given, type, options } = input ?? {}
      const usual: Record<string, unknown> = { boolean: false, number: 0, choice: options?.[0] ?? '' }
      return [name, given ?? usual[type ?? ''] ?? '']
    })
  )
}

function viewOf({ id, full_name, private: isPrivate, default_branch }: Repository): object {
  const [login = '', name = ''] = full_name.split('/')
  return { id, name, full_name, private: isPrivate, default_branch, fork: false, owner: { login } }
}

function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
