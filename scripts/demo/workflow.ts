import { parseDocument } from 'yaml'
import type {
  PermissionLevel,
  PermissionName,
  Permissions
} from '../../__tests__/support/github-server/index.js'
import { DemoError } from './errors.js'

/** Matches this action by its name, by a full URL, or as a local path. */
const ACTION =
  /^(?:(?:https?:\/\/[^/]+\/)?artifact-action\/artifact-action(?:\/node20)?@.+|\.\/(?:node20)?)$/i
/** Gitea and Forgejo use full URLs. Their tokens have all permissions by default. */
const BY_URL = /^https?:/i
const SCOPES: readonly PermissionName[] = ['actions', 'contents', 'pull-requests']

/** Longest shown part of a script, in characters. */
const MAX_SCRIPT_LENGTH = 40

/** Keys and values as written in the file, with expressions. */
export type Texts = Readonly<Record<string, string>>

export interface WorkflowStep {
  /** `job build, step 2` */
  title: string
  id: string | undefined
  /** Whether the step uses this action. */
  isOurs: boolean
  /** The name of the action, or `run: ` and the start of the script. */
  kind: string
  condition: string
  inputs: Texts
  env: Texts
  continueOnError: string
}

export interface WorkflowJob {
  /** Empty for a list of steps without a job. */
  id: string
  needs: readonly string[]
  condition: string
  env: Texts
  /** Permissions of its token. */
  permissions: Permissions
  /** `strategy.matrix` as written in the file. */
  matrix: unknown
  outputs: Texts
  continueOnError: string
  /** Empty if the job calls a reusable workflow. */
  steps: readonly WorkflowStep[]
}

export interface Workflow {
  name: string | undefined
  /** `on:` as written in the file. */
  on: unknown
  env: Texts
  /** In the order of `needs:`. */
  jobs: readonly WorkflowJob[]
}

/**
 * Reads a workflow, a file with only `jobs:`, or a file with only `steps:`.
 *
 * @throws DemoError if it is none of them, or no step uses this action
 */
export function readWorkflow(yaml: string): Workflow {
  const file = mapOf('the file', parsed(yaml))
  const jobs = Object.entries(
    file.jobs === undefined && file.steps !== undefined
      ? { '': { permissions: 'write-all', steps: file.steps } }
      : mapOf('jobs', file.jobs)
  ).map(([id, job]) => jobOf(id, mapOf(`jobs.${id}`, job), file.permissions))
  if (!jobs.some(({ steps }) => steps.some(({ isOurs }) => isOurs))) {
    throw new DemoError('no step uses artifact-action/artifact-action')
  }
  return {
    name: textOf('name', file.name),
    on: file.on,
    env: textsOf('env', file.env),
    jobs: inOrder(jobs)
  }
}

function parsed(yaml: string): unknown {
  const document = parseDocument(yaml, { logLevel: 'silent' })
  const [error] = document.errors
  // The other lines of the message only show an excerpt.
  if (error) throw new DemoError(`invalid YAML: ${firstLine(error.message).replace(/:$/, '')}`)
  const tag = document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED')
  if (tag) {
    const [, text, place] = /^Unresolved tag: (\S+) (.*?):?$/.exec(firstLine(tag.message)) ?? []
    throw new DemoError(`quote the value ${text} ${place}: YAML reads a value that starts with ! as a tag`)
  }
  return document.toJS()
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

function jobOf(id: string, job: Record<string, unknown>, permissions: unknown): WorkflowJob {
  const at = (key: string) => (id === '' ? key : `jobs.${id}.${key}`)
  const needs = typeof job.needs === 'string' ? [job.needs] : listOf(at('needs'), job.needs)
  const steps = listOf(at('steps'), job.steps).map((step, index) =>
    stepOf(`${id === '' ? '' : `job ${id}, `}step ${index + 1}`, mapOf(at(`steps[${index}]`), step))
  )
  const usual = steps.some(({ isOurs, kind }) => isOurs && BY_URL.test(kind)) ? 'write-all' : undefined
  return {
    id,
    needs: needs.map((need, index) => textOf(`${at('needs')}[${index}]`, need) ?? ''),
    condition: textOf(at('if'), job.if) ?? '',
    env: textsOf(at('env'), job.env),
    permissions: permissionsOf(at('permissions'), job.permissions ?? permissions ?? usual),
    matrix: mapOf(at('strategy'), job.strategy).matrix,
    outputs: textsOf(at('outputs'), job.outputs),
    continueOnError: textOf(at('continue-on-error'), job['continue-on-error']) ?? '',
    steps
  }
}

function stepOf(title: string, step: Record<string, unknown>): WorkflowStep {
  const at = (key: string) => `${title}: ${key}`
  const uses = textOf(at('uses'), step.uses)
  const isOurs = uses !== undefined && ACTION.test(uses)
  return {
    title,
    id: textOf(at('id'), step.id),
    isOurs,
    kind: uses?.replace(/@.*$/, '') ?? kindOfRun(textOf(at('run'), step.run) ?? ''),
    condition: textOf(at('if'), step.if) ?? '',
    inputs: textsOf(at('with'), step.with),
    env: textsOf(at('env'), step.env),
    continueOnError: textOf(at('continue-on-error'), step['continue-on-error']) ?? ''
  }
}

function kindOfRun(script: string): string {
  const line = firstLine(script.trim())
  return `run: ${line.length > MAX_SCRIPT_LENGTH ? `${line.slice(0, MAX_SCRIPT_LENGTH)}…` : line}`
}

/** Sorts jobs by `needs:`. @throws DemoError if a needed job does not exist, or needs are circular */
function inOrder(jobs: readonly WorkflowJob[]): WorkflowJob[] {
  const ids = jobs.map(({ id }) => id)
  const sorted: WorkflowJob[] = []
  while (sorted.length < jobs.length) {
    const left = jobs.filter(job => !sorted.includes(job))
    const next = left.find(({ needs }) => needs.every(need => sorted.some(({ id }) => id === need)))
    if (next === undefined) {
      const [{ id, needs }] = left as [WorkflowJob]
      const missing = needs.find(need => !ids.includes(need))
      throw new DemoError(
        missing === undefined
          ? `the jobs ${left.map(job => job.id).join(', ')} need each other (needs:)`
          : `job ${id} needs job ${missing}, which does not exist`
      )
    }
    sorted.push(next)
  }
  return sorted
}

/** Parses `permissions:` as GitHub does. Default: the permissions in a new repository. */
function permissionsOf(what: string, permissions: unknown): Permissions {
  const everywhere = (level: PermissionLevel) => Object.fromEntries(SCOPES.map(scope => [scope, level]))
  if (permissions === undefined) return { contents: 'read' }
  if (permissions === 'write-all') return everywhere('write')
  if (permissions === 'read-all') return everywhere('read')
  return mapOf(what, permissions) as Permissions
}

function mapOf(what: string, value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw new DemoError(`${what} must be a map`)
  return value as Record<string, unknown>
}

function listOf(what: string, value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new DemoError(`${what} must be a list`)
  return value
}

function textOf(what: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'object' && value !== null) throw new DemoError(`${what} must be a string`)
  return String((value as string | number | boolean | null) ?? '')
}

function textsOf(what: string, value: unknown): Texts {
  return Object.fromEntries(
    Object.entries(mapOf(what, value)).map(([key, text]) => [key, textOf(`${what}.${key}`, text) ?? ''])
  )
}
