import type { Dialect } from './dialect.js'
import { FORGEJO, parametersOf, runListOf } from './forgejo.js'
import { GITEA } from './gitea.js'
import { hooksOf } from './hooks.js'

/** What both call so. */
const STATUSES = ['success', 'failure', 'cancelled', 'skipped']

/** A server of which only the path of the API is known. Its first list tells which of both it is. */
export const GITEA_OR_FORGEJO: Dialect = {
  ...GITEA,
  bytes: 'any',
  // Filters that a server does not know, it ignores.
  runList: filters => {
    const { status = '' } = filters
    const known = { ...filters, status: STATUSES.includes(status) ? status : undefined }
    // Of several values, Gitea reads the first: the event. Forgejo compares hooks.
    const { event, ...others } = known
    const parameters = { ...parametersOf(others), ...GITEA.runList(others).parameters }
    return runListOf(parameters, event === undefined ? [] : [...new Set([event, ...hooksOf(event)])])
  },
  workflows: 'unknown',
  omits: undefined,
  recognize: data => {
    if (Array.isArray(data)) return FORGEJO
    const { workflow_runs: runs } = (data ?? {}) as { workflow_runs?: unknown }
    const item = (Array.isArray(runs) ? runs[0] : data) as object | null | undefined
    if (typeof item !== 'object' || item === null) return undefined
    if ('run_id' in item || 'index_in_repo' in item) return FORGEJO
    return 'artifacts' in item || 'workflow_run' in item || 'run_number' in item ? GITEA : undefined
  }
}
