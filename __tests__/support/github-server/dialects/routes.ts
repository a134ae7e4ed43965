import type { Answer } from '../http/answer.js'
import type { Artifact } from '../model/artifact.js'
import type { Ref } from '../model/repository.js'
import type { Run } from '../model/run.js'
import { forgeJson, redirect, refused } from './answers.js'
import type { ForgeCall, ForgeRoute } from './call.js'
import { ALL_HEADERS, PAGING, pageOf } from './pages.js'
import {
  branchView,
  CHANGED_FILE,
  type CommitDetails,
  commitOf,
  commitView,
  fileNameOf,
  pullView,
  repositoryView,
  tagView
} from './views.js'

const READ = { permission: 'actions', level: 'read' } as const
const WRITE = { permission: 'actions', level: 'write' } as const
const CONTENTS = { permission: 'contents', level: 'read' } as const
const PULL_REQUESTS = { permission: 'pull-requests', level: 'read' } as const
const ARTIFACT_LIST = [...PAGING, 'name']
// The filters of every server: a client may not know yet which of them it asks.
const RUN_LIST = [...PAGING, 'event', 'head_sha', 'status', 'branch', 'ref', 'workflow_id', 'run_number']
const EVERYTHING: CommitDetails = { stat: true, files: true, verification: true }

/** The endpoints of Gitea, and of what came from it. */
export const FORGE_ROUTES: readonly ForgeRoute[] = [
  {
    method: 'GET',
    template: 'actions/artifacts',
    need: READ,
    query: ARTIFACT_LIST,
    answer: call => artifactListAnswer(call, call.repository.artifacts.items)
  },
  {
    method: 'GET',
    template: 'actions/runs/{run_id}/artifacts',
    need: READ,
    query: ARTIFACT_LIST,
    answer: call => {
      const run = call.repository.runs.find(Number(call.parameters.run_id))
      if (run !== undefined || call.traits.artifacts.emptyForUnknownRun) {
        return artifactListAnswer(call, run?.artifacts.items ?? [])
      }
      return refused(call, 'run', call.parameters.run_id)
    }
  },
  {
    method: 'GET',
    template: 'actions/artifacts/{artifact_id}',
    need: READ,
    answer: withArtifact((call, artifact) => forgeJson(200, call.traits.artifacts.view(call, artifact)))
  },
  {
    method: 'GET',
    template: 'actions/artifacts/{artifact_id}/zip',
    need: READ,
    answer: withArtifact((call, artifact) => {
      const { bytes, style } = call.traits
      if (artifact.expired) return refused(call, 'expired')
      if (artifact.zipNotFound > 0) {
        artifact.zipNotFound -= 1
        return refused(call, 'artifact')
      }
      if (bytes === 'in the answer' || artifact.isOldProtocol) {
        return call.settings.send(artifact, style(artifact), call.headers, call.effects)
      }
      return redirect(call.settings.signedUrl(artifact, bytes))
    })
  },
  {
    method: 'DELETE',
    template: 'actions/artifacts/{artifact_id}',
    need: WRITE,
    answer: withArtifact((call, artifact) => {
      call.repository.removeArtifact(artifact)
      return { status: 204, headers: {} }
    })
  },
  {
    method: 'GET',
    template: 'actions/runs',
    need: READ,
    query: RUN_LIST,
    answer: runListAnswer
  },
  {
    method: 'GET',
    template: 'actions/runs/{run_id}',
    need: READ,
    answer: call => {
      const run = call.repository.runs.find(Number(call.parameters.run_id))
      if (run === undefined) return refused(call, 'run', call.parameters.run_id)
      return forgeJson(200, call.traits.runs.view(call, run))
    }
  },
  {
    method: 'GET',
    template: 'actions/workflows',
    need: READ,
    answer: call => {
      const workflows = call.repository.workflows.items
        .toSorted((a, b) => (fileNameOf(a) < fileNameOf(b) ? -1 : 1))
        .map(workflow => call.traits.workflowView(call, workflow))
      return forgeJson(200, { workflows, total_count: workflows.length })
    }
  },
  {
    method: 'GET',
    template: '',
    answer: call =>
      forgeJson(200, {
        ...repositoryView(call, call.repository),
        private: call.repository.private,
        default_branch: call.repository.default_branch
      })
  },
  {
    method: 'GET',
    template: 'branches',
    need: CONTENTS,
    query: PAGING,
    answer: call => refListAnswer(call, call.repository.branches, branchView)
  },
  {
    method: 'GET',
    template: 'branches/{branch}',
    need: CONTENTS,
    answer: call => {
      const name = call.parameters.branch ?? ''
      const branch = call.repository.branches.get(name)
      return branch === undefined ? refused(call, 'branch', name) : forgeJson(200, branchView(call, branch))
    }
  },
  {
    method: 'GET',
    template: 'tags',
    need: CONTENTS,
    query: PAGING,
    answer: call => refListAnswer(call, call.repository.tags, tagView)
  },
  {
    method: 'GET',
    template: 'pulls',
    need: PULL_REQUESTS,
    query: [...PAGING, 'state', 'sort'],
    answer: call => {
      const state = call.query.get('state') ?? 'open'
      const pulls = [...call.repository.pullRequests.values()]
        .filter(pull => state === 'all' || pull.state === state)
        .toSorted((a, b) => b.number - a.number)
      const page = pageOf(call, pulls, ALL_HEADERS)
      const views = page.items.map(pull => pullView(call, pull))
      return forgeJson(200, views, page.headers)
    }
  },
  {
    method: 'GET',
    template: 'pulls/{number}',
    need: PULL_REQUESTS,
    answer: call => {
      const pull = call.repository.pullRequests.get(Number(call.parameters.number))
      return pull === undefined ? refused(call, 'nothing') : forgeJson(200, pullView(call, pull))
    }
  },
  {
    method: 'GET',
    template: 'commits',
    need: CONTENTS,
    query: [...PAGING, 'sha', 'stat', 'files', 'verification'],
    answer: commitListAnswer
  },
  {
    // The pull request that was merged as this commit.
    method: 'GET',
    template: 'commits/{sha}/pull',
    need: PULL_REQUESTS,
    answer: call => {
      const { pullRequests, id } = call.repository
      const pull = [...pullRequests.values()].find(
        ({ mergedAt, mergeCommitSha }) => mergedAt !== null && mergeCommitSha === call.parameters.sha
      )
      return pull === undefined ? refused(call, 'pull', String(id)) : forgeJson(200, pullView(call, pull))
    }
  },
  {
    method: 'GET',
    template: 'compare/{basehead}',
    need: CONTENTS,
    answer: compareAnswer
  }
]

function withArtifact(answer: (call: ForgeCall, artifact: Artifact) => Answer): (call: ForgeCall) => Answer {
  return call => {
    const artifact = call.repository.artifacts.find(Number(call.parameters.artifact_id))
    return artifact !== undefined && isListed(call, artifact)
      ? answer(call, artifact)
      : refused(call, 'artifact')
  }
}

function isListed({ traits }: ForgeCall, { isOldProtocol }: Artifact): boolean {
  return !isOldProtocol || traits.artifacts.hasOldProtocol
}

function artifactListAnswer(call: ForgeCall, all: readonly Artifact[]): Answer {
  const { order, headers, body, view } = call.traits.artifacts
  const name = call.query.get('name')
  const { hasLateArtifacts } = call.repository
  const fitting = all.filter(
    artifact =>
      isListed(call, artifact) &&
      (name === null || artifact.name === name) &&
      (!hasLateArtifacts || artifact.appears())
  )
  const page = pageOf(call, order === 'desc' ? fitting.reverse() : fitting, headers)
  const views = page.items.map(artifact => view(call, artifact))
  return forgeJson(200, body(views, fitting.length), page.headers)
}

function runListAnswer(call: ForgeCall): Answer {
  const { filters, hasStatus, headers, limitNeedsPage, view } = call.traits.runs
  const status = call.query.get('status')
  if (status !== null && !hasStatus(status)) return refused(call, 'status', status)
  const asked = Object.entries(filters).flatMap(([name, fits]) => {
    const values = call.traits.runs.takesLists ? call.query.getAll(name) : call.query.getAll(name).slice(0, 1)
    return values.length === 0 ? [] : [(run: Run) => values.some(value => fits(run, value, call))]
  })
  const found = call.repository.runs.items.filter(run => asked.every(fits => fits(run))).reverse()
  const everything = limitNeedsPage && !call.query.has('page')
  const page = everything ? { items: found, headers: {} } : pageOf(call, found, headers)
  const workflow_runs = page.items.map(run => view(call, run))
  return forgeJson(200, { workflow_runs, total_count: found.length }, page.headers)
}

function refListAnswer(
  call: ForgeCall,
  refs: ReadonlyMap<string, Ref>,
  view: (call: ForgeCall, ref: Ref) => object
): Answer {
  const committedAt = ({ sha }: Ref): number => commitOf(call, sha).date
  // The latest commit first.
  const ordered = [...refs.values()].toSorted(
    (a, b) => committedAt(b) - committedAt(a) || (a.name < b.name ? -1 : 1)
  )
  const page = pageOf(call, ordered, ALL_HEADERS)
  return forgeJson(
    200,
    page.items.map(ref => view(call, ref)),
    page.headers
  )
}

function commitListAnswer(call: ForgeCall): Answer {
  const { repository, query } = call
  const head = repository.commitOf(query.get('sha') ?? repository.default_branch)
  if (head === undefined) return refused(call, 'nothing')
  const page = pageOf(call, repository.commits.log(head), ALL_HEADERS)
  const isAsked = (detail: string): boolean => query.get(detail) !== 'false'
  const details = { stat: isAsked('stat'), files: isAsked('files'), verification: isAsked('verification') }
  const views = page.items.map(commit => commitView(call, commit, details))
  return forgeJson(200, views, { ...page.headers, 'x-hasmore': String(page.hasMore) })
}

function compareAnswer(call: ForgeCall): Answer {
  const { repository, parameters, traits } = call
  const [base, head] = (parameters.basehead ?? '').split('...').map(ref => repository.commitOf(ref))
  if (base === undefined || head === undefined) return refused(call, 'nothing')
  const ahead = repository.commits.between(base, head)
  return forgeJson(200, {
    total_commits: ahead.length,
    commits: ahead.map(commit => commitView(call, commit, EVERYTHING)),
    ...(traits.comparesFiles ? { files: ahead.length === 0 ? [] : [CHANGED_FILE] } : {})
  })
}
