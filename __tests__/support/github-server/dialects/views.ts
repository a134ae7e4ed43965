import type { Commit } from '../model/commits.js'
import { apiDate, epochOf } from '../model/moment.js'
import type { PullRequest, Ref } from '../model/repository.js'
import type { Run } from '../model/run.js'
import type { ForgeCall } from './call.js'

/** A date that Go has for none. */
export const NO_DATE = '0001-01-01T00:00:00Z'
/** A moment that the database has for none. */
const NO_MOMENT = '1970-01-01T00:00:00Z'

interface NamedRepository {
  readonly id: number
  readonly full_name: string
}

export function apiUrlOf({ settings, repository }: ForgeCall): string {
  return `${settings.apiUrl}/repos/${repository.full_name}`
}

export function webUrlOf({ settings, repository }: ForgeCall): string {
  return `${settings.webUrl}/${repository.full_name}`
}

export function dateOf(epoch: number | null): string {
  return epoch === null ? NO_DATE : apiDate(epoch)
}

/** When the run came to its end. */
export function endOf(run: Run): string {
  return run.status === 'completed' ? apiDate(run.updated_at) : NO_MOMENT
}

export function fileNameOf({ path }: { path: string }): string {
  return path.replace(/@.*$/, '').split('/').at(-1) ?? path
}

/** What a run came from: `push` for the hook `push`, `pull_request` for `pull_request_sync` and others. */
export function triggerOf({ event }: Pick<Run, 'event'>): string {
  return event.replace(/^(pull_request)_(sync|assign|label|milestone|review_request)$/, '$1')
}

/** The hook that a run came from: a run may name it, or its event. A schedule has the hook of the push that set it up. */
export function hookOf({ event }: Pick<Run, 'event'>): string {
  return { pull_request_target: 'pull_request', schedule: 'push' }[event] ?? event
}

/** The Git ref that a run is of. Runs of pull requests have that of the pull request. */
export function refOf(call: ForgeCall, run: Run): string {
  if (/^pull_request/.test(run.event)) return `refs/pull/${pullNumberOf(call, run)}/head`
  const { tags, branches } = call.repository
  const name = run.head_branch ?? call.repository.default_branch
  return tags.has(name) && !branches.has(name) ? `refs/tags/${name}` : `refs/heads/${name}`
}

/** Of the pull request that the run names, else of one with its commit, else of one with its branch. */
function pullNumberOf({ repository }: ForgeCall, run: Run): number {
  if (run.pull_request !== undefined) return run.pull_request
  const pulls = [...repository.pullRequests.values()].filter(
    ({ headRepository }) => headRepository?.id === run.head_repository?.id
  )
  const pull =
    pulls.find(({ headSha }) => headSha === run.head_sha) ??
    pulls.find(({ headBranch }) => headBranch === run.head_branch)
  // A number that no pull request has: it cannot be looked up.
  return pull?.number ?? run.id + 1_000_000
}

export function isForeign({ repository, head_repository }: Run): boolean {
  return head_repository?.id !== repository.id
}

export function userView(call: ForgeCall): object {
  return { id: 1, login: call.repository.full_name.split('/')[0] }
}

export function repositoryView({ settings }: ForgeCall, { id, full_name }: NamedRepository): object {
  const name = full_name.split('/')[1]
  return { id, name, full_name, html_url: `${settings.webUrl}/${full_name}` }
}

const LAB = { name: 'lab', email: 'lab@example.test' }
const NOT_VERIFIED = {
  verified: false,
  reason: 'gpg.error.not_signed_commit',
  signature: '',
  signer: null,
  payload: ''
}

/** The commit of a SHA, made up where a test only named it. */
export function commitOf({ repository }: ForgeCall, sha: string): Commit {
  return repository.commits.ensure(sha)
}

export function branchView(call: ForgeCall, { name, sha }: Ref): object {
  const { message, date } = commitOf(call, sha)
  const person = { ...LAB, username: call.traits.knowsAuthors ? 'lab' : '' }
  return {
    name,
    commit: {
      id: sha,
      message: `${message}\n`,
      url: `${webUrlOf(call)}/commit/${sha}`,
      author: person,
      committer: person,
      verification: NOT_VERIFIED,
      timestamp: apiDate(date),
      added: null,
      removed: null,
      modified: null
    },
    protected: false,
    required_approvals: 0,
    enable_status_check: false,
    status_check_contexts: [],
    user_can_push: true,
    user_can_merge: true,
    effective_branch_protection_name: ''
  }
}

export function tagView(call: ForgeCall, { name, sha }: Ref): object {
  const { message, date } = commitOf(call, sha)
  const url = `${apiUrlOf(call)}/git/commits/${sha}`
  return {
    name,
    message,
    id: sha,
    commit: { url, sha, created: apiDate(date) },
    zipball_url: `${webUrlOf(call)}/archive/${name}.zip`,
    tarball_url: `${webUrlOf(call)}/archive/${name}.tar.gz`
  }
}

/** What a list of commits may leave out, as the query says. */
export interface CommitDetails {
  stat: boolean
  files: boolean
  verification: boolean
}

export function commitView(call: ForgeCall, commit: Commit, details: CommitDetails): object {
  const { sha, message, parents } = commit
  const created = apiDate(commit.date)
  const git = `${apiUrlOf(call)}/git`
  const person = { ...LAB, date: created }
  const account = call.traits.knowsAuthors ? userView(call) : null
  return {
    url: `${git}/commits/${sha}`,
    sha,
    created,
    html_url: `${webUrlOf(call)}/commit/${sha}`,
    commit: {
      url: `${git}/commits/${sha}`,
      author: person,
      committer: person,
      message: `${message}\n`,
      tree: { url: `${git}/trees/${sha}`, sha, created },
      verification: details.verification ? NOT_VERIFIED : null
    },
    author: account,
    committer: account,
    parents: parents.map(parent => ({ url: `${git}/commits/${parent}`, sha: parent, created: NO_DATE })),
    files: details.files ? [CHANGED_FILE] : null,
    stats: details.stat ? { total: 1, additions: 1, deletions: 0 } : null
  }
}

/** Every commit adds the same file. */
export const CHANGED_FILE = { filename: 'f.txt', status: 'added' }

export function pullView(call: ForgeCall, pull: PullRequest): object {
  const { repository, traits } = call
  const url = `${webUrlOf(call)}/pulls/${pull.number}`
  const base = commitOf(call, repository.branches.get(pull.baseBranch)?.sha ?? pull.baseSha)
  const mergeBase = repository.commits.mergeBase(base, commitOf(call, pull.headSha))
  const updated = apiDate(commitOf(call, pull.headSha).date)
  return {
    id: pull.id,
    url,
    number: pull.number,
    user: userView(call),
    title: 'f',
    body: '',
    labels: [],
    milestone: null,
    assignee: null,
    assignees: null,
    requested_reviewers: [],
    requested_reviewers_teams: [],
    state: pull.state,
    draft: false,
    is_locked: false,
    comments: 0,
    additions: 1,
    deletions: 0,
    changed_files: 1,
    html_url: url,
    diff_url: `${url}.diff`,
    patch_url: `${url}.patch`,
    mergeable: pull.state === 'open',
    merged: pull.mergedAt !== null,
    merged_at: pull.mergedAt === null ? null : apiDate(epochOf(pull.mergedAt)),
    merge_commit_sha: pull.mergedAt === null ? null : pull.mergeCommitSha,
    merged_by: pull.mergedAt === null ? null : userView(call),
    allow_maintainer_edit: false,
    base: {
      label: pull.baseBranch,
      ref: pull.baseBranch,
      sha: base.sha,
      repo_id: repository.id,
      repo: repositoryView(call, repository)
    },
    head: {
      label: pull.isAGit ? '' : pull.headBranch,
      ref: headRefOf(call, pull),
      sha: pull.headSha,
      repo_id: pull.headRepository?.id ?? -1,
      repo: pull.headRepository && repositoryView(call, pull.headRepository)
    },
    merge_base: mergeBase?.sha ?? base.sha,
    due_date: null,
    created_at: updated,
    updated_at: updated,
    closed_at: pull.state === 'open' ? null : updated,
    pin_order: 0,
    ...traits.pullView(call, pull)
  }
}

/** The branch while it exists; after that only `label` has its name. */
function headRefOf({ repository }: ForgeCall, pull: PullRequest): string {
  const { headRepository, headBranch, number, isAGit } = pull
  const gone =
    isAGit ||
    headRepository === null ||
    (headRepository.id === repository.id && !repository.branches.has(headBranch))
  return gone ? `refs/pull/${number}/head` : headBranch
}
