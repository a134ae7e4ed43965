import { FLAVOURS } from '../flavour.js'
import type { Artifact } from '../model/artifact.js'
import { nodeIdOf } from '../model/ids.js'
import { apiDate } from '../model/moment.js'
import type { PullRequest, Ref, Repository } from '../model/repository.js'
import type { Run, Workflow } from '../model/run.js'
import type { ApiSettings } from './call.js'

interface NamedRepository {
  readonly id: number
  readonly full_name: string
}

function repositoryUrl(settings: ApiSettings, repository: NamedRepository): string {
  return `${settings.apiUrl}/repos/${repository.full_name}`
}

export function artifactView(settings: ApiSettings, artifact: Artifact): object {
  const { run } = artifact
  const url = `${repositoryUrl(settings, run.repository)}/actions/artifacts/${artifact.id}`
  const dateOf = (epoch: number | null): string | null => (epoch === null ? null : apiDate(epoch))
  return {
    id: artifact.id,
    node_id: nodeIdOf('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size_in_bytes,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    ...(FLAVOURS[settings.flavour].hasDigest && artifact.digest !== 'absent'
      ? { digest: artifact.digest }
      : {}),
    created_at: dateOf(artifact.created_at),
    updated_at: dateOf(artifact.created_at),
    expires_at: dateOf(artifact.expires_at),
    ...workflowRunView(artifact)
  }
}

/** What the server does not know is left out: the description allows no null inside `workflow_run`. */
function workflowRunView({ run, workflow_run }: Artifact): object {
  if (workflow_run === 'absent') return {}
  if (workflow_run === null) return { workflow_run }
  return {
    workflow_run: {
      id: run.id,
      repository_id: run.repository.id,
      ...(run.head_repository === null ? {} : { head_repository_id: run.head_repository.id }),
      ...(run.head_branch === null ? {} : { head_branch: run.head_branch }),
      head_sha: run.head_sha
    }
  }
}

export function runView(settings: ApiSettings, run: Run): object {
  const base = repositoryUrl(settings, run.repository)
  const url = `${base}/actions/runs/${run.id}`
  return {
    id: run.id,
    node_id: nodeIdOf('WorkflowRun', run.id),
    name: run.workflow.name,
    display_title: run.workflow.name,
    head_branch: run.head_branch,
    head_sha: run.head_sha,
    path: run.path,
    run_number: run.run_number,
    run_attempt: run.run_attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    workflow_url: `${base}/actions/workflows/${run.workflow.id}`,
    url,
    artifacts_url: `${url}/artifacts`,
    html_url: `${settings.webUrl}/${run.repository.full_name}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: apiDate(run.created_at),
    updated_at: apiDate(run.updated_at),
    run_started_at: apiDate(run.created_at),
    repository: minimalRepositoryView(settings, run.repository),
    head_repository: run.head_repository && minimalRepositoryView(settings, run.head_repository)
  }
}

function minimalRepositoryView(settings: ApiSettings, repository: NamedRepository): object {
  const [login = '', name = ''] = repository.full_name.split('/')
  return {
    id: repository.id,
    node_id: nodeIdOf('Repository', repository.id),
    name,
    full_name: repository.full_name,
    owner: { login },
    url: repositoryUrl(settings, repository),
    html_url: `${settings.webUrl}/${repository.full_name}`
  }
}

export function repositoryView(settings: ApiSettings, repository: Repository): object {
  return {
    ...minimalRepositoryView(settings, repository),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    default_branch: repository.default_branch
  }
}

export function workflowView(settings: ApiSettings, repository: Repository, workflow: Workflow): object {
  return {
    id: workflow.id,
    node_id: nodeIdOf('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    url: `${repositoryUrl(settings, repository)}/actions/workflows/${workflow.id}`
  }
}

export function pullRequestView(settings: ApiSettings, repository: Repository, pull: PullRequest): object {
  const base = minimalRepositoryView(settings, repository)
  return {
    id: pull.id,
    number: pull.number,
    state: pull.state,
    url: `${repositoryUrl(settings, repository)}/pulls/${pull.number}`,
    html_url: `${settings.webUrl}/${repository.full_name}/pull/${pull.number}`,
    head: {
      ref: pull.headBranch,
      sha: pull.headSha,
      repo: pull.headRepository && minimalRepositoryView(settings, pull.headRepository)
    },
    base: { ref: repository.default_branch, repo: base }
  }
}

export function refView(settings: ApiSettings, repository: Repository, { name, sha }: Ref): object {
  return { name, commit: { sha, url: `${repositoryUrl(settings, repository)}/commits/${sha}` } }
}
