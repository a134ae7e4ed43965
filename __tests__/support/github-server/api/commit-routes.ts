import { type Answer, apiError, jsonAnswer } from '../http/answer.js'
import type { Call, Route } from './call.js'
import { commitView, comparisonView, pullRequestSimpleView } from './commit-views.js'
import { pageOf } from './pages.js'

const CONTENTS = { permission: 'contents', level: 'read' } as const
const PULL_REQUESTS = { permission: 'pull-requests', level: 'read' } as const

// "When calling this endpoint without any paging parameter, the returned list is limited to 250 commits."
const MAX_UNPAGED_COMMITS = 250

export const COMMIT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: 'commits',
    need: CONTENTS,
    answer: listAnswer
  },
  {
    method: 'GET',
    template: 'commits/{commit_sha}/pulls',
    need: PULL_REQUESTS,
    answer: call => {
      const { settings, repository } = call
      const wanted = call.parameters.commit_sha ?? ''
      const commit = repository.commitOf(wanted)
      if (commit === undefined) return apiError(422, `No commit found for SHA: ${wanted}`)
      const page = pageOf(call, repository.pullRequestsOf(commit))
      const pulls = page.items.map(pull => pullRequestSimpleView(settings, repository, pull))
      return jsonAnswer(200, pulls, page.headers)
    }
  },
  {
    method: 'GET',
    template: 'compare/{basehead}',
    need: CONTENTS,
    answer: compareAnswer
  }
]

function listAnswer(call: Call): Answer {
  const { repository, query, settings } = call
  if (repository.branches.size === 0) return apiError(409, 'Git Repository is empty.')
  const head = repository.commitOf(query.get('sha') ?? repository.default_branch)
  if (head === undefined) return apiError(404, 'Not Found')
  const since = Date.parse(query.get('since') ?? '1970-01-01')
  const until = Date.parse(query.get('until') ?? '9999-01-01')
  const commits = repository.commits.log(head).filter(({ date }) => date >= since && date <= until)
  const page = pageOf(call, commits)
  const views = page.items.map(commit => commitView(settings, repository, commit))
  return jsonAnswer(200, views, page.headers)
}

function compareAnswer(call: Call): Answer {
  const { repository, query, settings } = call
  const revisions = (call.parameters.basehead ?? '').split('...')
  const [base, head] = revisions.map(revision => repository.commitOf(revision))
  if (base === undefined || head === undefined || revisions.length !== 2) return apiError(404, 'Not Found')
  const mergeBase = repository.commits.mergeBase(base, head)
  if (mergeBase === undefined) {
    return apiError(404, `No common ancestor between ${revisions.join(' and ')}.`)
  }
  const ahead = repository.commits.between(base, head).reverse()
  const paged = query.has('page') || query.has('per_page')
  const page = paged ? pageOf(call, ahead) : { items: ahead.slice(-MAX_UNPAGED_COMMITS), headers: {} }
  const comparison = comparisonView(settings, repository, {
    basehead: revisions.join('...'),
    base,
    mergeBase,
    ahead: ahead.length,
    behind: repository.commits.between(head, base).length,
    commits: page.items,
    // Only the first page has the files.
    hasFiles: Number(query.get('page') ?? 1) === 1
  })
  return jsonAnswer(200, comparison, page.headers)
}
