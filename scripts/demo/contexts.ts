import type { GitHubServer, Run } from '../../__tests__/support/github-server/index.js'
import type { Job } from '../../__tests__/support/runner.js'
import type { Trigger } from './trigger.js'

/** The `github` context that all jobs of a run share; https://docs.github.com/en/actions/reference/workflows-and-actions/contexts */
export function githubOf({
  server,
  run,
  trigger,
  name
}: {
  server: Pick<GitHubServer, 'apiUrl'>
  run: Run
  trigger: Trigger
  /** Name of the workflow. */
  name: string | undefined
}): Record<string, string> {
  const { full_name, id } = run.repository
  const [owner = ''] = full_name.split('/')
  return {
    repository: full_name,
    repository_id: String(id),
    repository_owner: owner,
    run_id: String(run.id),
    run_number: String(run.run_number),
    run_attempt: String(run.run_attempt),
    retention_days: '90',
    workflow: name ?? run.workflow.path,
    workflow_ref: `${full_name}/${run.workflow.path}@${trigger.refs.ref}`,
    event_name: trigger.event,
    ...trigger.refs,
    sha: trigger.sha ?? run.head_sha,
    actor: 'octocat',
    triggering_actor: 'octocat',
    server_url: new URL(server.apiUrl).origin,
    api_url: server.apiUrl,
    graphql_url: `${server.apiUrl}/graphql`
  }
}

/** The `runner` context, with the folders of the job. */
export function runnerOf({ temp }: Pick<Job, 'temp'>, toolCache: string): Record<string, string> {
  const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' }
  return {
    os: systems[process.platform] ?? 'Linux',
    arch: process.arch.toUpperCase(),
    name: 'demo',
    environment: 'self-hosted',
    temp,
    tool_cache: toolCache
  }
}

/** Environment variables that the runner derives from a context: `GITHUB_RUN_ID` from `github.run_id`. */
export function variablesOf(
  context: 'GITHUB' | 'RUNNER',
  values: Record<string, string>
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${context}_${key.toUpperCase()}`, value])
  )
}
