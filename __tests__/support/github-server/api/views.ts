import { FLAVOURS } from '../flavour.js'
import type { Artifact } from '../model/artifact.js'
import { nodeIdOf } from '../model/ids.js'
import { apiDate } from '../model/moment.js'
import type { Ref, Repository, RepositoryRefusal } from '../model/repository.js'
import type { Run, Workflow } from '../model/run.js'
import type { ApiSettings } from './call.js'

interface NamedRepository {
  readonly id: number
  readonly full_name: string
  readonly private?: boolean
  readonly default_branch?: string
  readonly refusal?: RepositoryRefusal | undefined
}

export function webUrl(settings: ApiSettings, repository: NamedRepository): string {
  return `${settings.webUrl}/${encodedPath(repository.full_name)}`
}

export function repositoryUrl(settings: ApiSettings, repository: NamedRepository): string {
  return `${settings.apiUrl}/repos/${encodedPath(repository.full_name)}`
}

function encodedPath(fullName: string): string {
  return fullName.split('/').map(encodeURIComponent).join('/')
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
  const actor = userView(settings, run.actor)
  return {
    id: run.id,
    node_id: nodeIdOf('WorkflowRun', run.id),
    check_suite_id: run.check_suite_id,
    check_suite_url: `${base}/check-suites/${run.check_suite_id}`,
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
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.run_attempt > 1 ? `${url}/attempts/${run.run_attempt - 1}` : null,
    html_url: `${webUrl(settings, run.repository)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: apiDate(run.created_at),
    updated_at: apiDate(run.updated_at),
    run_started_at: apiDate(run.run_started_at),
    actor,
    triggering_actor: actor,
    head_commit: {
      id: run.head_sha,
      tree_id: run.head_sha,
      message: 'A commit',
      timestamp: apiDate(run.created_at),
      author: null,
      committer: null
    },
    repository: minimalRepositoryView(settings, run.repository),
    head_repository:
      run.head_repository &&
      minimalRepositoryView(settings, run.head_repository, run.head_repository.id !== run.repository.id)
  }
}

/** A repository inside another answer. */
function minimalRepositoryView(settings: ApiSettings, repository: NamedRepository, fork = false): object {
  const [owner = '', name = ''] = repository.full_name.split('/')
  return {
    id: repository.id,
    node_id: nodeIdOf('Repository', repository.id),
    name,
    full_name: repository.full_name,
    owner: userView(settings, owner),
    private: repository.private ?? false,
    html_url: webUrl(settings, repository),
    description: null,
    fork,
    url: repositoryUrl(settings, repository)
  }
}

export function fullRepositoryView(settings: ApiSettings, repository: NamedRepository): object {
  return {
    ...minimalRepositoryView(settings, repository),
    visibility: repository.private === true ? 'private' : 'public',
    default_branch: repository.default_branch ?? 'main',
    archived: repository.refusal === 'archived',
    disabled: false
  }
}

export function userView(settings: ApiSettings, login: string): object {
  return {
    login,
    id: 1,
    node_id: nodeIdOf('User', 1),
    url: `${settings.apiUrl}/users/${encodeURIComponent(login)}`,
    html_url: `${settings.webUrl}/${encodeURIComponent(login)}`,
    type: 'User',
    site_admin: false
  }
}

export function workflowView(settings: ApiSettings, repository: Repository, workflow: Workflow): object {
  return {
    id: workflow.id,
    node_id: nodeIdOf('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    url: `${repositoryUrl(settings, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${webUrl(settings, repository)}/blob/${repository.default_branch}/${workflow.path}`,
    badge_url: `${webUrl(settings, repository)}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`
  }
}

export function branchView(settings: ApiSettings, repository: Repository, ref: Ref): object {
  return { ...refView(settings, repository, ref), protected: false }
}

export function tagView(settings: ApiSettings, repository: Repository, ref: Ref): object {
  const archive = (kind: string): string =>
    `${repositoryUrl(settings, repository)}/${kind}/refs/tags/${encodeURIComponent(ref.name)}`
  return {
    ...refView(settings, repository, ref),
    node_id: nodeIdOf('Ref', Number.parseInt(ref.sha.slice(0, 8), 16)),
    zipball_url: archive('zipball'),
    tarball_url: archive('tarball')
  }
}

function refView(settings: ApiSettings, repository: Repository, { name, sha }: Ref): object {
  return { name, commit: { sha, url: `${repositoryUrl(settings, repository)}/commits/${sha}` } }
}
