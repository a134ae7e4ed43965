import { type Answer, apiError, jsonAnswer } from '../http/answer.js'
import type { Ref, Repository } from '../model/repository.js'
import type { ApiSettings, Call, Route } from './call.js'
import { pullRequestView } from './commit-views.js'
import { pageOf } from './pages.js'
import { branchView, fullRepositoryView, tagView } from './views.js'

const CONTENTS = { permission: 'contents', level: 'read' } as const
const PULL_REQUESTS = { permission: 'pull-requests', level: 'read' } as const

export const REPOSITORY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: '',
    answer: call => jsonAnswer(200, fullRepositoryView(call.settings, call.repository))
  },
  {
    method: 'GET',
    template: 'branches',
    need: CONTENTS,
    answer: call => refListAnswer(call, call.repository.branches, branchView)
  },
  {
    method: 'GET',
    template: 'tags',
    need: CONTENTS,
    answer: call => refListAnswer(call, call.repository.tags, tagView)
  },
  {
    method: 'GET',
    template: 'pulls/{pull_number}',
    need: PULL_REQUESTS,
    answer: call => {
      const pull = call.repository.pullRequests.get(Number(call.parameters.pull_number))
      if (pull === undefined) return apiError(404, 'Not Found')
      return jsonAnswer(200, pullRequestView(call.settings, call.repository, pull))
    }
  }
]

function refListAnswer(
  call: Call,
  refs: ReadonlyMap<string, Ref>,
  view: (settings: ApiSettings, repository: Repository, ref: Ref) => object
): Answer {
  const byName = [...refs.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const page = pageOf(call, byName)
  const views = page.items.map(ref => view(call.settings, call.repository, ref))
  return jsonAnswer(200, views, page.headers)
}
