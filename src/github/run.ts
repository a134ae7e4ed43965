interface RepositoryOfRun {
  id: number
  full_name?: string
}

/**
 * A workflow run of the REST API (https://docs.github.com/en/rest/actions/workflow-runs), with the fields that are used
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
  head_sha?: string | null
  created_at?: string | null
  /** ISO 8601. No later event of the run exists. */
  updated_at?: string | null
  repository?: RepositoryOfRun | null
  /** Null if the fork was deleted. */
  head_repository?: RepositoryOfRun | null
}

/** Whether a run belongs to a workflow. `workflow` is its id, path or file name. */
export function isOfWorkflow(run: Run, workflow: string): boolean {
  if (/^\d+$/.test(workflow)) return String(run.workflow_id) === workflow
  const path = run.path?.replace(/@.*$/, '') ?? ''
  return path === workflow || (!workflow.includes('/') && path.split('/').at(-1) === workflow)
}
