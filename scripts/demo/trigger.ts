import { createHash } from 'node:crypto'
import type { Repository } from '../../__tests__/support/github-server/index.js'
import { DemoError } from './errors.js'
import type { RunFields, SampleData } from './repository.js'
import type { Workflow } from './workflow.js'

/** The event that triggers a run, with its values in the `github` context. */
export interface Trigger {
  event: string
  /** `github.event` */
  payload: object
  /** `github.ref` and related values */
  refs: { ref: string; ref_name: string; ref_type: 'branch' | 'tag'; head_ref: string; base_ref: string }
  /** `github.sha`, if it differs from the head commit of the run. */
  sha?: string
  run: RunFields
}

/** Expressions that work with one event only. They select the event of a workflow without `on:`. */
const EVENT_HINTS: Record<string, RegExp> = {
  workflow_run: /run-id: *triggering\b|github\.event\.workflow_run\b/,
  pull_request: /github\.(?:head_ref|base_ref|event\.(?:number|pull_request))\b/,
  workflow_dispatch: /\$\{\{[^}]*\binputs\./
}
const TAG = 'v1.0'
const WITH_INPUTS = ['workflow_call', 'workflow_dispatch']

/**
 * Selects the event that triggers a workflow: `chosen`, else the first event in `on:`. Without `on:`, the expressions in
 * the text select it, else it is `push`.
 *
 * @throws DemoError if `chosen` is not in `on:`
 */
export function triggerOf({ on }: Workflow, text: string, sampleData: SampleData, chosen?: string): Trigger {
  const event = chosen === undefined ? eventOf(on, text) : checked(chosen, on)
  const settings = settingsOf(on, event)
  const ofRepository = { repository: viewOf(sampleData.repository), sender: { login: 'octocat' } }
  if (/^pull_request(?:_target)?$/.test(event)) {
    return pullRequestTrigger(event, typeOf(settings) ?? 'synchronize', sampleData, ofRepository)
  }
  const isOfTag = event === 'release' || (settings.tags !== undefined && settings.branches === undefined)
  const name = isOfTag ? TAG : 'main'
  const ref = `refs/${isOfTag ? 'tags' : 'heads'}/${name}`
  const head = sampleData.repository.branches.get(name)
  return {
    event,
    payload: { ...ofRepository, ...payloadOf(event, { on, settings, ref, sampleData }) },
    refs: { ref, ref_name: name, ref_type: isOfTag ? 'tag' : 'branch', head_ref: '', base_ref: '' },
    run: { event, head_branch: name, ...(head && { head_sha: head.sha }) }
  }
}

/** The `inputs` context: the defaults of the event's inputs. Empty for events without inputs. */
export function inputsOf({ on }: Workflow, event: string): Record<string, unknown> {
  return WITH_INPUTS.includes(event) ? defaultsOf(on, event) : {}
}

/** Required inputs without a default. */
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
    throw new DemoError(`the event ${event} is not in on: (${events.join(', ')})`)
  }
  return event
}

function eventOf(on: unknown, text: string): string {
  const [first] = eventsOf(on)
  if (first !== undefined) return first
  return Object.entries(EVENT_HINTS).find(([, hint]) => hint.test(text))?.[0] ?? 'push'
}

function payloadOf(
  event: string,
  { on, settings, ref, sampleData }: { on: unknown; settings: Settings; ref: string; sampleData: SampleData }
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
        workflow_run: triggeringRun(sampleData.repository, settings.workflows)
      }
    case 'release':
      return { action: type ?? 'published', release: { tag_name: TAG, name: TAG, prerelease: false } }
    default:
      return type === undefined ? {} : { action: type }
  }
}

function pullRequestTrigger(
  event: string,
  action: string,
  { repository, pullRequest }: SampleData,
  ofRepository: object
): Trigger {
  const { number, headBranch, headSha, baseSha } = pullRequest
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
        base: { ref: 'main', sha: baseSha, repo }
      }
    },
    refs: {
      ref,
      ref_name: ref.replace(/^refs\/(?:heads|pull)\//, ''),
      ref_type: 'branch',
      head_ref: headBranch,
      base_ref: 'main'
    },
    // The merge commit. No run has it as its head commit.
    sha: isTarget ? baseSha : shaOf(`merge of ${number}`),
    run: { event, head_branch: headBranch, head_sha: headSha }
  }
}

/** The newest completed run, of one of these workflows if they are given. */
function triggeringRun(repository: Repository, workflows: unknown): object {
  const names = Array.isArray(workflows) ? workflows.map(String) : undefined
  const run = [...repository.runs.items]
    .reverse()
    .find(
      ({ status, workflow }) =>
        status === 'completed' && (names === undefined || names.includes(workflow.name))
    )
  if (run === undefined) {
    throw new DemoError(`on.workflow_run: the demo has no completed run of ${names?.join(', ')}`)
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
