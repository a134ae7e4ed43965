import type { Artifact, ArtifactFields } from './artifact.js'
import { Ascending } from './ascending.js'
import { type Commit, type CommitFields, Commits } from './commits.js'
import { type Ids, shaOf } from './ids.js'
import { Run, type RunFields, type RunOwner, type Workflow } from './run.js'

export interface RepositoryFields {
  private?: boolean
  default_branch?: string
}

/** A branch or a tag. */
export interface Ref {
  readonly name: string
  readonly sha: string
}

export interface PullRequestFields {
  number: number
  headBranch: string
  headSha?: string
  /** The fork that it comes from, or null where it is gone; else the repository itself. */
  headRepository?: { readonly id: number; readonly full_name: string } | null
  state?: 'open' | 'closed'
  /** The commit that it was merged as; null, unless told. */
  mergeCommitSha?: string | null
}

export type PullRequest = Required<PullRequestFields> & { readonly id: number }

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
  readonly commits = new Commits()
  /** Lower case: names are compared without it. */
  readonly formerNames = new Set<string>()
  readonly #ids: Ids

  constructor(ids: Ids, full_name: string, fields: RepositoryFields) {
    this.#ids = ids
    this.id = ids.next('repository')
    this.full_name = full_name
    this.private = fields.private ?? false
    this.default_branch = fields.default_branch ?? 'main'
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
    return addRef(this.branches, { name, sha })
  }

  addTag(name: string, sha = shaOf(`tag ${name}`)): Ref {
    return addRef(this.tags, { name, sha })
  }

  addCommit(fields: CommitFields): Commit {
    return this.commits.add(fields)
  }

  addPullRequest(fields: PullRequestFields): PullRequest {
    const pullRequest = {
      id: this.#ids.next('pull_request'),
      headSha: shaOf(`branch ${fields.headBranch}`),
      headRepository: this,
      state: 'open' as const,
      mergeCommitSha: null,
      ...fields
    }
    this.pullRequests.set(pullRequest.number, pullRequest)
    return pullRequest
  }

  /** A completed, successful push to the default branch, unless told. */
  addRun(fields: RunFields): Run {
    const run_number = this.runs.items.length + 1
    const head_sha = fields.head_sha ?? shaOf(`${this.full_name} run ${run_number}`)
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
}

function addRef(refs: Map<string, Ref>, ref: Ref): Ref {
  refs.set(ref.name, ref)
  return ref
}
