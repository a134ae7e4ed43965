interface RepositoryOfRun {
  id: number
  full_name?: string | undefined
}

/**
 * A workflow run of the REST API (https://docs.github.com/en/rest/actions/workflow-runs), with the fields that are used
 * here. Other servers leave fields out.
 */
export interface Run {
  id: number
  /** See `workflowPath`. */
  path?: string | null
  workflow_id?: number | null
  /** Counts the runs of the workflow; on some servers, those of the repository. */
  event?: string | null
  status?: string | null
  conclusion?: string | null
  head_branch?: string | null
  head_sha?: string | null
  created_at?: string | null
  /** Set if the run is of this pull request, and only that tells its head. */
  pull_number?: number
  run_number?: number | null
  /** ISO 8601. No later event of the run exists. */
  updated_at?: string | null
  repository?: RepositoryOfRun | null
  /** Null if the fork was deleted. */
  head_repository?: RepositoryOfRun | null
}

/** The server's filters. With any of them but `workflow`, GitHub returns only the newest 1,000 runs. */
export interface RunFilters {
  /** File name or id. */
  workflow?: string | undefined
  /** On some servers, this leaves out the runs of pull requests. */
  branch?: string | undefined
  /** Only some servers know these four. */
  tag?: string | undefined
  /** The branch of a schedule. */
  scheduled?: string | undefined
  pullRequest?: number | undefined
  runNumber?: number | undefined
  event?: string | undefined
  /** A whole SHA. */
  head_sha?: string | undefined
  /** A status or a conclusion. */
  status?: string | undefined
  /** The time of creation, in the syntax of GitHub's search: `*..2026-01-31T00:00:00Z`. */
  created?: string | undefined
}

export interface PullRequestHead {
  ref: string
  /** The last commit, in lower case. */
  sha: string | undefined
  /** Undefined if the fork was deleted. */
  repository: { id: number; full_name: string | undefined } | undefined
}

/**
 * The path of a workflow without repository and ref. GitHub returns `.github/workflows/ci.yml`, the same with `@ref`, or
 * `owner/repo/.github/workflows/ci.yml@ref`; Gitea returns `ci.yml@ref`.
 */
function workflowPath(path: string): string {
  return withoutRef(path).replace(/^[^/]+\/[^/]+\/(?=\.\w+\/workflows\/)/, '')
}

/** `ci.yml` */
export function workflowFile(path: string): string {
  return withoutRef(path).replace(/^.*\//, '')
}

/** The file name may contain `@` too. */
function withoutRef(path: string): string {
  return /^.*?\.ya?ml(?=@|$)/.exec(path)?.[0] ?? path.replace(/@.*$/, '')
}

/** Whether a run belongs to a workflow. `workflow` is its id, path or file name. */
export function isOfWorkflow(run: Run, workflow: string): boolean {
  if (/^\d+$/.test(workflow)) return String(run.workflow_id) === workflow
  const path = run.path ?? ''
  const areFiles = !workflow.includes('/') || !withoutRef(path).includes('/')
  if (areFiles) return workflowFile(path) === workflowFile(workflow)
  return [withoutRef(path), workflowPath(path)].includes(workflow)
}
