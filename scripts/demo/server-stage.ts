import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { GitHubServer, Permissions, Run } from '../../__tests__/support/github-server/index.js'
import { startJob } from '../../__tests__/support/runner.js'
import { githubOf, runnerOf, variablesOf } from './contexts.js'
import { inputsOf, type Start } from './event.js'
import { say } from './say.js'
import { showStep } from './show.js'
import type { Machine, Stage } from './stage.js'
import { asData, Secrets } from './values.js'
import type { Texts, Workflow } from './workflow.js'

/** The token of the jobs, which sees what a GITHUB_TOKEN does: its own repository, and what is public. */
const JOB_TOKEN = 'ghs_ofTheJobsOfTheDemo0123456789abcdefgh'
/** The runner sets these itself, whatever a workflow says. */
const OF_THE_RUNNER = /^(?:GITHUB|RUNNER)_(?!TOKEN$)/i

interface ServedRun {
  server: GitHubServer
  run: Run
  start: Start
}

/** A run of the embedded server, whose secrets are tokens that may see and do everything there. */
export function serverStage(workflow: Workflow, { server, run, start }: ServedRun): Stage {
  const github = githubOf({ server, run, start, name: workflow.name })
  let count = 0
  const numbered = (title: string) => `${++count}. ${title}`
  return {
    say,
    contexts: {
      github: asData({ ...github, event: start.payload }),
      inputs: asData(inputsOf(workflow, start.event)),
      vars: asData({})
    },
    startMachine: permissions => startMachine({ server, run, start }, { github, permissions, numbered }),
    uploaded: name => uploaded(name, run, github)
  }
}

function startMachine(
  { server, run, start }: ServedRun,
  {
    github,
    permissions,
    numbered
  }: { github: Record<string, string>; permissions: Permissions; numbered: (title: string) => string }
): Machine {
  const repository = run.repository.full_name
  server.addToken(JOB_TOKEN, { permissions, repositories: [repository] })
  const job = startJob({ apiUrl: server.apiUrl, token: JOB_TOKEN, repository, runId: run.id })
  const { workspace, folder } = job
  const runner = runnerOf(job, path.join(folder, 'tools'))
  const eventFile = path.join(folder, 'event.json')
  writeFileSync(eventFile, JSON.stringify(start.payload))
  const ofJob = { workspace, event_path: eventFile }
  const variables = { ...variablesOf('GITHUB', { ...github, ...ofJob }), ...variablesOf('RUNNER', runner) }
  const secrets = { ofJob: JOB_TOKEN, other: server.token }
  return {
    contexts: {
      github: asData({ ...github, ...ofJob, token: JOB_TOKEN, event: start.payload }),
      runner: asData(runner),
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

function uploaded(name: string, run: Run, github: Record<string, string>): Texts | undefined {
  const artifact = run.artifacts.items.find(candidate => candidate.name === name)
  if (artifact === undefined) return undefined
  return {
    'artifact-id': String(artifact.id),
    // As that action gives it: without the algorithm.
    'artifact-digest': (artifact.digest ?? '').replace(/^sha256:/, ''),
    'artifact-url': `${github.server_url}/${run.repository.full_name}/actions/runs/${run.id}/artifacts/${artifact.id}`
  }
}
