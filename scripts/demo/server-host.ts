import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { GitHubServer, Permissions, Run } from '../../__tests__/support/github-server/index.js'
import { startJob } from '../../__tests__/support/runner.js'
import { githubOf, runnerOf, variablesOf } from './contexts.js'
import type { Host, JobRunner } from './host.js'
import { print } from './output.js'
import { showStep } from './show-step.js'
import { inputsOf, type Trigger } from './trigger.js'
import { asData, Secrets } from './values.js'
import type { Texts, Workflow } from './workflow.js'

/** The token of the jobs. Like a GITHUB_TOKEN, it can read its own repository and public repositories. */
const JOB_TOKEN = 'ghs_ofTheJobsOfTheDemo0123456789abcdefgh'
/** A workflow cannot override these variables of the runner. */
const OF_THE_RUNNER = /^(?:GITHUB|RUNNER)_(?!TOKEN$)/i

interface RunOnServer {
  server: GitHubServer
  run: Run
  trigger: Trigger
}

/** Runs the steps against the embedded server. Each secret is a token with all permissions. */
export function serverHost(workflow: Workflow, { server, run, trigger }: RunOnServer): Host {
  const github = githubOf({ server, run, trigger, name: workflow.name })
  let count = 0
  const numbered = (title: string) => `${++count}. ${title}`
  return {
    print,
    contexts: {
      github: asData({ ...github, event: trigger.payload }),
      inputs: asData(inputsOf(workflow, trigger.event)),
      vars: asData({})
    },
    startRunner: permissions => startRunner({ server, run, trigger }, { github, permissions, numbered }),
    uploadOutputs: name => uploadOutputs(name, run, github)
  }
}

function startRunner(
  { server, run, trigger }: RunOnServer,
  {
    github,
    permissions,
    numbered
  }: { github: Record<string, string>; permissions: Permissions; numbered: (title: string) => string }
): JobRunner {
  const repository = run.repository.full_name
  server.addToken(JOB_TOKEN, { permissions, repositories: [repository] })
  const job = startJob({ apiUrl: server.apiUrl, token: JOB_TOKEN, repository, runId: run.id })
  const { workspace, folder } = job
  const runnerContext = runnerOf(job, path.join(folder, 'tools'))
  const eventFile = path.join(folder, 'event.json')
  writeFileSync(eventFile, JSON.stringify(trigger.payload))
  const ofJob = { workspace, event_path: eventFile }
  const variables = {
    ...variablesOf('GITHUB', { ...github, ...ofJob }),
    ...variablesOf('RUNNER', runnerContext),
    ...server.runtimeEnvironment(run)
  }
  const secrets = { ofJob: JOB_TOKEN, other: server.token }
  return {
    contexts: {
      github: asData({ ...github, ...ofJob, token: JOB_TOKEN, event: trigger.payload }),
      runner: asData(runnerContext),
      secrets: new Secrets(secrets)
    },
    run: ({ title, env, ...step }) => {
      const own = Object.entries(env).filter(([name]) => !OF_THE_RUNNER.test(name))
      return showStep(
        job,
        { ...step, title: numbered(title), env: { ...Object.fromEntries(own), ...variables } },
        Object.values(secrets)
      )
    },
    remove: () => job.remove()
  }
}

function uploadOutputs(name: string, run: Run, github: Record<string, string>): Texts | undefined {
  const artifact = run.artifacts.items.find(candidate => candidate.name === name)
  if (artifact === undefined) return undefined
  return {
    'artifact-id': String(artifact.id),
    // actions/upload-artifact returns the digest without the algorithm.
    'artifact-digest': (artifact.digest ?? '').replace(/^sha256:/, ''),
    'artifact-url': `${github.server_url}/${run.repository.full_name}/actions/runs/${run.id}/artifacts/${artifact.id}`
  }
}
