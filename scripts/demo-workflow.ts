import { parse } from 'yaml'
import type {
  PermissionLevel,
  PermissionName,
  Permissions
} from '../__tests__/support/github-server/index.js'

const ACTION = /^(?:artifact-action\/artifact-action(?:\/node20)?@.+|\.\/(?:node20)?)$/
const SCOPES: readonly PermissionName[] = ['actions', 'contents', 'pull-requests']

/** A step of a workflow that uses this action, and what its job's token may do. */
export interface WorkflowStep {
  /** `job build, step 2` */
  title: string
  inputs: Record<string, string>
  permissions: Permissions
}

type Scalar = string | number | boolean | null

interface Job {
  permissions?: unknown
  steps?: { uses?: string; with?: Record<string, Scalar> }[]
}

/**
 * The steps of a workflow, or of a list under `steps:`, that use this action, in their order.
 *
 * @throws Error for what is no workflow, holds no such step, or an expression that only GitHub can evaluate
 */
export function stepsOfWorkflow(yaml: string): WorkflowStep[] {
  const { jobs, steps, permissions } = (parse(yaml) ?? {}) as Job & { jobs?: Record<string, Job> }
  const all = Object.entries(jobs ?? { '': { permissions: 'write-all', ...(steps && { steps }) } })
  const found = all.flatMap(([name, job]) =>
    (job.steps ?? []).flatMap(({ uses = '', with: given = {} }, index) =>
      ACTION.test(uses)
        ? {
            title: `${name === '' ? '' : `job ${name}, `}step ${index + 1}`,
            inputs: inputsOf(given),
            permissions: permissionsOf(job.permissions ?? permissions)
          }
        : []
    )
  )
  if (found.length === 0) throw new Error('no step in it uses artifact-action/artifact-action')
  return found
}

function inputsOf(given: Record<string, Scalar>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const text = String(value ?? '')
      if (text.includes('${{')) {
        throw new Error(
          `${name}: ${text} is an expression, which only GitHub evaluates: write a value instead`
        )
      }
      return [name, text]
    })
  )
}

/** As GitHub reads them; without any, what a new repository gives its jobs. */
function permissionsOf(permissions: unknown): Permissions {
  const everywhere = (level: PermissionLevel) => Object.fromEntries(SCOPES.map(scope => [scope, level]))
  if (permissions === undefined) return { contents: 'read' }
  if (permissions === 'write-all') return everywhere('write')
  if (permissions === 'read-all') return everywhere('read')
  return (permissions ?? {}) as Permissions
}
