import { ActionError } from '../errors/action-error.js'
import type { PullRequestHead } from '../github/run.js'
import { deletedFork, deletedForkAdvice, severalMerged, severalMergedAdvice } from '../messages/selection.js'
import { runsOf, type SelectionInputs } from './inputs.js'
import { Lineage } from './lineage.js'
import type { NotFoundReason } from './not-found-reason.js'
import { ANY_RUN, type Head, type RunQuery } from './run-query.js'
import type { SelectionServices } from './services.js'

/** The runs that the inputs select, as far as commits and pull requests say which. */
export interface ResolvedRuns {
  runs: RunQuery
  /** Of the pull request in `runs`. */
  head: Head | undefined
  /** The same, as the server describes it. */
  pull: PullRequestHead | undefined
  /** Why no run can match. */
  cause: NotFoundReason | undefined
}

/**
 * Looks up the pull request and the commit that the inputs describe.
 *
 * @throws ActionError if a deletion would apply to a pull request of a deleted fork, or if pull requests with different
 *   head commits were merged as one commit
 */
export async function resolveRuns(
  { place, operation }: SelectionInputs,
  services: SelectionServices
): Promise<ResolvedRuns> {
  let runs = runsOf(place) ?? ANY_RUN
  if (runs.mergeBase !== undefined) {
    runs = { ...runs, commit: await services.commits.mergeBase(runs.mergeBase) }
  }
  if (runs.commit !== undefined && runs.ancestors > 0) {
    const commits = await services.commits.log(runs.commit, runs.ancestors)
    runs = { ...runs, lineage: new Lineage(commits) }
  }
  let pull: PullRequestHead | undefined
  if (runs.merged !== undefined) {
    const { as } = runs.merged
    const pulls = await services.commits.pullRequests(as)
    // The merge commit of an open pull request is that of its test merge.
    const [found, ...others] = pulls.filter(({ isMerged, mergeCommit }) => isMerged && mergeCommit === as)
    if (found === undefined) {
      const cause = { kind: 'not-merged', sha: as, pulls: pulls.map(({ number }) => number) } as const
      return { runs, head: undefined, pull, cause }
    }
    if (others.some(({ head }) => head.sha !== found.head.sha)) {
      const numbers = [found, ...others].map(({ number }) => number)
      throw new ActionError('artifact-not-found', severalMerged(as, numbers), { hint: severalMergedAdvice() })
    }
    pull = found.head
    runs = { ...runs, pullRequest: found.number, merged: { as, head: pull.sha } }
  } else if (runs.pullRequest !== undefined) {
    pull = await services.runs.pullRequestHead(runs.pullRequest)
  }
  if (operation === 'delete') refuseDeletedFork(runs, pull)
  const head = pull && { branch: pull.ref, repositoryId: pull.repository?.id, sha: pull.sha }
  return { runs, head, pull, cause: undefined }
}

/** The artifacts of a deleted fork cannot be identified, and a deletion is final. */
function refuseDeletedFork({ pullRequest: number }: RunQuery, head: PullRequestHead | undefined): void {
  if (number === undefined || head === undefined || head.repository !== undefined) return
  throw new ActionError('artifact-foreign', deletedFork(number), { hint: deletedForkAdvice(head.sha) })
}
