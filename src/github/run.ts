interface RepositoryOfRun {
  id: number
  full_name?: string
}

/**
 * A workflow run as the REST API gives it (https://docs.github.com/en/rest/actions/workflow-runs), as far as it is used
 * here. Other servers leave fields out.
 */
export interface Run {
  id: number
  /** `.github/workflows/ci.yml`; may end in `@ref`. */
  path?: string | null
  workflow_id?: number | null
  event?: string | null
  status?: string | null
  conclusion?: string | null
  head_branch?: string | null
  created_at?: string | null
  /** ISO 8601; nothing of the run is newer. */
  updated_at?: string | null
  repository?: RepositoryOfRun | null
  /** Null where the fork is gone. */
  head_repository?: RepositoryOfRun | null
}

/** Whether a run is of a workflow that goes by its id, its path or the name of its file. */
export function isOfWorkflow(run: Run, workflow: string): boolean {
  if (/^\d+$/.test(workflow)) return String(run.workflow_id) === workflow
  const path = run.path?.replace(/@.*$/, '') ?? ''
  return path === workflow || (!workflow.includes('/') && path.split('/').at(-1) === workflow)
}
