import { FLAVOURS } from '../flavour.js'
import { type Answer, apiError, jsonAnswer } from '../http/answer.js'
import type { Artifact } from '../model/artifact.js'
import type { Call, ListOrder, Route } from './call.js'
import { pageOf } from './pages.js'
import { artifactView } from './views.js'

const READ = { permission: 'actions', level: 'read' } as const
const WRITE = { permission: 'actions', level: 'write' } as const

/** The five endpoints that this action is about. Their query parameters are those of the official description. */
export const ARTIFACT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: 'actions/artifacts',
    need: READ,
    answer: call => listAnswer(call, call.repository.artifacts.items, call.settings.order)
  },
  {
    method: 'GET',
    template: 'actions/runs/{run_id}/artifacts',
    need: READ,
    answer: call => {
      const run = call.repository.runs.find(Number(call.parameters.run_id))
      if (run === undefined) return apiError(404, 'Not Found')
      return listAnswer(call, run.artifacts.items, runListOrder(call))
    }
  },
  {
    method: 'GET',
    template: 'actions/artifacts/{artifact_id}',
    need: READ,
    answer: withArtifact((call, artifact) => jsonAnswer(200, artifactView(call.settings, artifact)))
  },
  {
    method: 'GET',
    template: 'actions/artifacts/{artifact_id}/{archive_format}',
    need: READ,
    answer: withArtifact(downloadAnswer)
  },
  {
    method: 'DELETE',
    template: 'actions/artifacts/{artifact_id}',
    need: WRITE,
    answer: withArtifact((call, artifact) => {
      call.repository.removeArtifact(artifact)
      return { status: 204, headers: {} }
    })
  }
]

function withArtifact(answer: (call: Call, artifact: Artifact) => Answer): (call: Call) => Answer {
  return call => {
    const artifact = call.repository.artifacts.find(Number(call.parameters.artifact_id))
    return artifact === undefined ? apiError(404, 'Not Found') : answer(call, artifact)
  }
}

function downloadAnswer(call: Call, artifact: Artifact): Answer {
  if (call.parameters.archive_format !== 'zip') return apiError(404, 'Not Found')
  // Public artifacts can be listed by anybody, but not downloaded.
  if (call.token === undefined) return apiError(401, 'Requires authentication')
  if (artifact.expired) return apiError(410, 'Artifact has expired')
  if (artifact.zipNotFound > 0) {
    artifact.zipNotFound -= 1
    return apiError(404, 'Not Found')
  }
  return { status: 302, headers: { location: call.settings.signedUrl(artifact) } }
}

function runListOrder(call: Call): ListOrder {
  const direction = call.query.get('direction')
  // GHES 3.10 does not know the parameter yet.
  if (call.settings.flavour === 'ghes-3.10') return call.settings.order
  return direction === 'asc' || direction === 'desc' ? direction : call.settings.order
}

function listAnswer(call: Call, all: readonly Artifact[], order: ListOrder): Answer {
  const name = call.query.get('name')
  const unfinishedToo = FLAVOURS[call.settings.flavour].listsRunsInProgress
  const { hasLateArtifacts } = call.repository
  const fitting =
    name === null && unfinishedToo && !hasLateArtifacts
      ? all
      : all.filter(
          artifact =>
            (name === null || artifact.name === name) &&
            (unfinishedToo || artifact.run.status === 'completed') &&
            (!hasLateArtifacts || artifact.appears())
        )
  const page = pageOf(call, order === 'shuffled' ? shuffled(fitting) : fitting, {
    descending: order === 'desc'
  })
  const artifacts = page.items.map(artifact => artifactView(call.settings, artifact))
  return jsonAnswer(200, { total_count: fitting.length, artifacts }, page.headers)
}

/** In no order, but the same one for every page. */
function shuffled(artifacts: readonly Artifact[]): Artifact[] {
  // Knuth's multiplicative hash.
  const keyOf = ({ id }: Artifact): number => Math.imul(id | 0, 2_654_435_761) >>> 0
  return artifacts.toSorted((a, b) => keyOf(a) - keyOf(b))
}
