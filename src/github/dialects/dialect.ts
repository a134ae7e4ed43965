import type { ApiResponse } from '../api-response.js'
import type { Artifact, ArtifactTraits } from '../artifact.js'
import type { Page } from '../pages.js'
import type { PullRequestHead, Run, RunFilters } from '../run.js'

/** A server without a list of runs, and the version that has one. */
export interface RunListSince {
  server: string
  version: string
}

/** How to ask for a list of runs. The path may have a query, to which the parameters are added. */
export interface RunList {
  path: string
  parameters: Readonly<Record<string, string>>
}

/** How a server's API differs from others: queries into what it understands, responses into the types of this action. */
export interface Dialect {
  /** The most items on a page. */
  readonly pageSize: number
  /** The query parameters of a page. */
  pageOf(page: number, size: number): Readonly<Record<string, number>>
  /** Whether its lists of artifacts may begin with the oldest. */
  readonly mayListOldestFirst: boolean
  /** Whether artifacts tell the branch and the head repository of their run. */
  readonly artifactsTellRuns: boolean
  /** Of artifacts from the artifact service of a run. */
  readonly serviceTraits: ArtifactTraits | undefined
  /** Whether the REST API knows the run of this job. */
  readonly knowsCurrentRun: boolean
  /** Undefined for a response of another shape; the same below. */
  readArtifacts(response: ApiResponse): Page<Artifact> | undefined
  readArtifact(data: unknown): Artifact | undefined
  /** How the API gives the bytes: by a redirect, or by a redirect or at once. */
  readonly bytes: 'redirect' | 'any'
  /** Whether a 404 for the bytes says that the artifact has expired. */
  isExpired(serverMessage: string): boolean
  /** The path and the query of a list of runs. Filters that the server does not know are left out. */
  runList(filters: RunFilters): RunList
  /** @param filters of the list */
  readRuns(response: ApiResponse, filters: RunFilters): Page<Run> | undefined
  readRun(data: unknown): Run | undefined
  readPullRequest(data: unknown): PullRequestHead | undefined
  /**
   * The statuses of a run before it is completed, in their order: a run that leaves one list before it is read appears in
   * the next.
   */
  readonly unfinished: readonly (readonly string[])[]
  /**
   * Where to look whether a workflow exists: at the path of its runs, in a list of workflows, in the list of runs, which
   * tells whether it has any, or nowhere.
   */
  readonly workflows: 'runs' | 'list' | 'list-of-runs' | 'unknown'
  /** Whether a run may name a hook that several events have, so that only the filter by event tells them apart. */
  readonly namesHooks: boolean
  /** Whether runs of a tag, and of a schedule, need filters of their own: the one by branch leaves them out. */
  readonly filtersTags: boolean
  /** Which pull requests of a commit it tells: all, or the one that was merged as it. */
  readonly pullRequestsOfCommit: 'all' | 'merged'
  /** What tells a merge base. */
  readonly mergeBaseOf: 'comparison' | 'pull-request'
  /** The query parameters that leave out what is slow in a list of commits. */
  readonly commitDetails: Readonly<Record<string, string>>
  /** Set if older versions have no list of runs. */
  readonly runListSince: RunListSince | undefined
  /** Whether it lists the artifacts of a run that is not completed. */
  readonly listsUnfinished: boolean
  /** Whether the list of artifacts of a run that does not exist is empty, and not a 404. */
  readonly listsUnknownRuns: boolean
  /** Whether runs of pull requests have another `github.sha` than their head commit: that of a test merge. */
  readonly buildsTestMerges: boolean
  /** What its lists of artifacts leave out. */
  readonly omits: 'old-uploads' | undefined
  /** Whether the number of a run, and not its id, is in the address of its page. */
  readonly pagesByNumber: boolean
  /** What gives a token its permissions: the workflow of its job, or the account that owns it. */
  readonly tokensGetAccessFrom: 'workflow' | 'account'
  /** Which server it is, by its artifacts or runs; undefined if they do not tell. Only before that is known. */
  recognize?(data: unknown): Dialect | undefined
}
