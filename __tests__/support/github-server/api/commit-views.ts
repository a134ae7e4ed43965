import type { Commit } from '../model/commits.js'
import { nodeIdOf } from '../model/ids.js'
import { apiDate, epochOf } from '../model/moment.js'
import type { PullRequest, Repository } from '../model/repository.js'
import type { ApiSettings } from './call.js'
import { fullRepositoryView, repositoryUrl, userView, webUrl } from './views.js'

const PERSON = { name: 'Mona Lisa', email: 'octocat@github.com' }
// Nothing depends on the date, so it is the same for every pull request.
const OPENED = '2026-01-01T00:00:00Z'

export function commitView(settings: ApiSettings, repository: Repository, commit: Commit): object {
  const { sha, message, date } = commit
  const base = repositoryUrl(settings, repository)
  const person = { ...PERSON, date: apiDate(date) }
  const linked = (parent: string): object => ({
    sha: parent,
    url: `${base}/commits/${parent}`,
    html_url: `${webUrl(settings, repository)}/commit/${parent}`
  })
  return {
    ...linked(sha),
    node_id: nodeIdOf('Commit', Number.parseInt(sha.slice(0, 8), 16)),
    comments_url: `${base}/commits/${sha}/comments`,
    commit: {
      url: `${base}/git/commits/${sha}`,
      author: person,
      committer: person,
      message,
      comment_count: 0,
      // Made up: there are no trees.
      tree: { sha, url: `${base}/git/trees/${sha}` }
    },
    author: userView(settings, 'octocat'),
    committer: userView(settings, 'octocat'),
    parents: commit.parents.map(linked)
  }
}

export interface Comparison {
  /** `base...head` as it was asked for. */
  basehead: string
  base: Commit
  mergeBase: Commit
  ahead: number
  behind: number
  /** A page of those that are ahead. */
  commits: readonly Commit[]
  hasFiles: boolean
}

export function comparisonView(
  settings: ApiSettings,
  repository: Repository,
  comparison: Comparison
): object {
  const { basehead, ahead, behind } = comparison
  const view = (commit: Commit): object => commitView(settings, repository, commit)
  const html_url = `${webUrl(settings, repository)}/compare/${basehead}`
  return {
    url: `${repositoryUrl(settings, repository)}/compare/${basehead}`,
    html_url,
    permalink_url: html_url,
    diff_url: `${html_url}.diff`,
    patch_url: `${html_url}.patch`,
    base_commit: view(comparison.base),
    merge_base_commit: view(comparison.mergeBase),
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: comparison.commits.map(view),
    ...(comparison.hasFiles ? { files: [] } : {})
  }
}

function statusOf(ahead: number, behind: number): string {
  if (behind === 0) return ahead === 0 ? 'identical' : 'ahead'
  return ahead === 0 ? 'behind' : 'diverged'
}

/** A pull request in a list. */
export function pullRequestSimpleView(
  settings: ApiSettings,
  repository: Repository,
  pull: PullRequest
): object {
  const base = repositoryUrl(settings, repository)
  const url = `${base}/pulls/${pull.number}`
  const html_url = `${webUrl(settings, repository)}/pull/${pull.number}`
  const merged_at = pull.mergedAt === null ? null : apiDate(epochOf(pull.mergedAt))
  const end = (ref: string, sha: string, of: PullRequest['headRepository']): object => {
    const [owner = 'ghost'] = of?.full_name.split('/') ?? []
    return {
      label: `${owner}:${ref}`,
      ref,
      sha,
      user: userView(settings, owner),
      repo: of && fullRepositoryView(settings, of)
    }
  }
  return {
    id: pull.id,
    node_id: nodeIdOf('PullRequest', pull.id),
    number: pull.number,
    state: pull.state,
    locked: false,
    draft: false,
    title: `Pull request ${pull.number}`,
    body: null,
    user: userView(settings, 'octocat'),
    labels: [],
    milestone: null,
    assignee: null,
    author_association: 'MEMBER',
    auto_merge: null,
    url,
    html_url,
    diff_url: `${html_url}.diff`,
    patch_url: `${html_url}.patch`,
    issue_url: `${base}/issues/${pull.number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
    comments_url: `${base}/issues/${pull.number}/comments`,
    statuses_url: `${base}/statuses/${pull.headSha}`,
    created_at: OPENED,
    updated_at: merged_at ?? OPENED,
    closed_at: pull.state === 'open' ? null : (merged_at ?? OPENED),
    merged_at,
    merge_commit_sha: pull.mergeCommitSha,
    head: end(pull.headBranch, pull.headSha, pull.headRepository),
    base: end(pull.baseBranch, pull.baseSha, repository)
  }
}

export function pullRequestView(settings: ApiSettings, repository: Repository, pull: PullRequest): object {
  const merged = pull.mergedAt !== null
  return {
    ...pullRequestSimpleView(settings, repository, pull),
    merged,
    mergeable: pull.state === 'open' ? true : null,
    mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
    merged_by: merged ? userView(settings, 'octocat') : null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: repository.commitsOf(pull).length,
    additions: 1,
    deletions: 1,
    changed_files: 1
  }
}
