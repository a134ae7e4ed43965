import type { Artifact, ArtifactFields } from './artifact.js'
import { Ascending } from './ascending.js'
import { type Commit, type CommitFields, CommitGraph } from './commits.js'
import { type Ids, shaOf } from './ids.js'
import type { Moment } from './moment.js'
import { Run, type RunFields, type RunOwner, type Workflow } from './run.js'

export interface RepositoryFields {
  private?: boolean
  default_branch?: string
}

/**
 * Why GitHub refuses requests, whatever the permissions:
 * - `archived`: the repository is read-only
 * - `ip-allow-list`: its organization does not allow the IP address of the client
 * - `sso`: the token needs an authorization for the organization's single sign-on
 * - `classic-token`: the organization forbids classic personal access tokens
 * - `blocked`: the repository is blocked for legal reasons
 */
export type RepositoryRefusal = 'archived' | 'ip-allow-list' | 'sso' | 'classic-token' | 'blocked'

/** A branch or a tag. */
export interface Ref {
  readonly name: string
  readonly sha: string
}

export interface PullRequestFields {
  number: number
  headBranch: string
  /** The branch's, unless told. */
  headSha?: string
  /** The fork that it comes from, or null where it is gone; else the repository itself. */
  headRepository?: { readonly id: number; readonly full_name: string } | null
  state?: 'open' | 'closed'
  /** The default branch, unless told. */
  baseBranch?: string
  /** The base branch's, unless told. */
  baseSha?: string
  /** Of an open pull request: the commit of its test merge. Null unless told. */
  mergeCommitSha?: string | null
  /** Null unless told. `mergePullRequest` does the whole. */
  mergedAt?: Moment | null
  /** Pushed as `refs/for/BRANCH`, which takes no fork and no branch: https://docs.gitea.com/usage/agit */
  isAGit?: boolean
}

export type PullRequest = Required<PullRequestFields> & { readonly id: number }

export type MergeMethod = 'merge' | 'squash' | 'rebase'

/** What mass-made artifacts look like: the same for all, or by their index from 0. */
export type ArtifactTemplate = (index: number) => ArtifactFields & { name: string; run?: Run }

/** A repository and all that is in it. */
export class Repository implements RunOwner {
  readonly id: number
  readonly full_name: string
  readonly private: boolean
  readonly default_branch: string
  readonly workflows = new Ascending<Workflow>()
  readonly runs = new Ascending<Run>()
  readonly artifacts = new Ascending<Artifact>()
  readonly branches = new Map<string, Ref>()
  readonly tags = new Map<string, Ref>()
  readonly pullRequests = new Map<number, PullRequest>()
  /** Lower case: names are compared without it. */
  readonly formerNames = new Set<string>()
  readonly commits: CommitGraph
  /** Why the API refuses requests from now on. */
  refusal: RepositoryRefusal | undefined
  hasLateArtifacts = false
  /** By the id of the workflow, or by 0 if all workflows are counted together. */
  readonly #runNumbers = new Map<number, number>()
  readonly #ids: Ids

  constructor(ids: Ids, full_name: string, fields: RepositoryFields) {
    this.#ids = ids
    this.id = ids.next('repository')
    this.full_name = full_name
    this.private = fields.private ?? false
    this.default_branch = fields.default_branch ?? 'main'
    this.commits = new CommitGraph(full_name)
  }

  /** The repository was called so once: requests under that name are redirected. */
  renameFrom(full_name: string): void {
    this.formerNames.add(full_name.toLowerCase())
  }

  addWorkflow(path: string, { name = path }: { name?: string } = {}): Workflow {
    const workflow = { id: this.#ids.next('workflow'), name, path }
    this.workflows.add(workflow)
    return workflow
  }

  addBranch(name: string, sha = shaOf(`branch ${name}`)): Ref {
    return this.#addRef(this.branches, { name, sha })
  }

  addTag(name: string, sha = shaOf(`tag ${name}`)): Ref {
    return this.#addRef(this.tags, { name, sha })
  }

  /** A commit. With `branch`, its parent is that branch's head unless told, and the branch moves to it. */
  addCommit({ branch, ...fields }: CommitFields & { branch?: string } = {}): Commit {
    const tip = branch === undefined ? undefined : this.branches.get(branch)
    const commit = this.commits.add({ parents: tip === undefined ? [] : [tip.sha], ...fields })
    if (branch !== undefined) this.addBranch(branch, commit.sha)
    return commit
  }

  /** `count` commits, each the parent of the next, oldest first. The first continues the branch. */
  addCommits(count: number, branch: string): Commit[] {
    return Array.from({ length: count }, () => this.addCommit({ branch }))
  }

  /** The commit that a branch, a tag or a SHA names. */
  commitOf(revision: string): Commit | undefined {
    const name = revision.replace(/^(refs\/)?(heads|tags)\//, '')
    return this.commits.find((this.branches.get(name) ?? this.tags.get(name))?.sha ?? revision)
  }

  addPullRequest(fields: PullRequestFields): PullRequest {
    const { headBranch, headRepository = this, baseBranch = this.default_branch } = fields
    const own = headRepository === this ? this.branches.get(headBranch) : undefined
    const pullRequest = {
      id: this.#ids.next('pull_request'),
      headSha: own?.sha ?? shaOf(`branch ${headBranch}`),
      headRepository,
      state: 'open' as const,
      baseBranch,
      baseSha: this.branches.get(baseBranch)?.sha ?? shaOf(`branch ${baseBranch}`),
      mergeCommitSha: null,
      mergedAt: null,
      isAGit: false,
      ...fields
    }
    for (const sha of [pullRequest.baseSha, pullRequest.headSha]) this.commits.ensure(sha)
    this.pullRequests.set(pullRequest.number, pullRequest)
    return pullRequest
  }

  /** Closes a pull request as merged and moves its base branch. Returns its merge commit: the base branch's new head. */
  mergePullRequest(
    pull: PullRequest,
    { method = 'merge', at = new Date() }: { method?: MergeMethod; at?: Moment } = {}
  ): Commit {
    const branch = pull.baseBranch
    if (!this.branches.has(branch)) this.addBranch(branch, pull.baseSha)
    const own = this.commitsOf(pull)
    const rebased = method === 'rebase' ? own.slice(1).reverse() : []
    for (const { message } of rebased) this.addCommit({ branch, message })
    const tip = this.branches.get(branch)?.sha ?? pull.baseSha
    const merged = this.addCommit({
      branch,
      message: `Merge pull request #${pull.number}`,
      parents: method === 'merge' ? [tip, pull.headSha] : [tip]
    })
    Object.assign(pull, { state: 'closed', mergeCommitSha: merged.sha, mergedAt: at })
    return merged
  }

  /** The commits that a pull request adds to its base, newest first. */
  commitsOf({ baseSha, headSha }: PullRequest): Commit[] {
    return this.commits.between(this.commits.ensure(baseSha), this.commits.ensure(headSha))
  }

  /**
   * The pull requests of a commit: the merged ones that brought it to the default branch; of a commit that is not on
   * the default branch, the open ones too.
   */
  pullRequestsOf(commit: Commit): PullRequest[] {
    const main = this.commitOf(this.default_branch)
    const onMain = main !== undefined && this.commits.log(main).includes(commit)
    return [...this.pullRequests.values()].filter(pull => {
      if (pull.mergedAt === null && (onMain || pull.state === 'closed')) return false
      const isMerge = pull.mergedAt !== null && pull.mergeCommitSha === commit.sha
      return isMerge || this.commitsOf(pull).includes(commit)
    })
  }

  /** A completed, successful push to the default branch, unless told. */
  addRun(fields: RunFields): Run {
    const id = this.#ids.runNumberOf === 'workflow' ? fields.workflow.id : 0
    const run_number = fields.run_number ?? (this.#runNumbers.get(id) ?? 0) + 1
    this.#runNumbers.set(id, run_number)
    const head_sha = fields.head_sha ?? shaOf(`${this.full_name} run ${this.runs.items.length + 1}`)
    this.commits.ensure(head_sha)
    const run = new Run(this, this.#ids, { ...fields, run_number, head_sha })
    this.runs.add(run)
    return run
  }

  /** `count` artifacts without bytes, in a run of their own unless the template names one. */
  addArtifacts(count: number, template: ArtifactTemplate): void {
    let ownRun: Run | undefined
    for (let index = 0; index < count; index += 1) {
      const { name, run, ...fields } = template(index)
      const owner = run ?? ownRun ?? this.addRun({ workflow: this.#anyWorkflow() })
      if (run === undefined) ownRun = owner
      owner.listArtifact(name, fields)
    }
  }

  removeArtifact(artifact: Artifact): void {
    this.artifacts.remove(artifact.id)
    this.runs.find(artifact.run.id)?.artifacts.remove(artifact.id)
  }

  #anyWorkflow(): Workflow {
    return this.workflows.items[0] ?? this.addWorkflow('.github/workflows/ci.yml')
  }

  #addRef(refs: Map<string, Ref>, ref: Ref): Ref {
    this.commits.ensure(ref.sha)
    refs.set(ref.name, ref)
    return ref
  }
}
