import { type Answer, apiError, jsonAnswer } from '../http/answer.js'
import type { Run, Workflow } from '../model/run.js'
import type { Call, Route } from './call.js'
import { createdFilter } from './created-filter.js'
import { pageOf } from './pages.js'
import { runView, workflowView } from './views.js'

const READ = { permission: 'actions', level: 'read' } as const
const FILTERS = ['actor', 'branch', 'check_suite_id', 'created', 'event', 'head_sha', 'status'] as const

// "This endpoint will return up to 1,000 results for each search when using the following parameters": the filters.
const MAX_SEARCH_RESULTS = 1000

export const RUN_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: 'actions/runs',
    need: READ,
    answer: call => runListAnswer(call, call.repository.runs.items)
  },
  {
    method: 'GET',
    template: 'actions/runs/{run_id}',
    need: READ,
    answer: call => {
      const run = call.repository.runs.find(Number(call.parameters.run_id))
      return run === undefined ? apiError(404, 'Not Found') : jsonAnswer(200, runView(call.settings, run))
    }
  },
  {
    method: 'GET',
    template: 'actions/workflows',
    need: READ,
    answer: call => {
      const all = call.repository.workflows.items
      const page = pageOf(call, all)
      const workflows = page.items.map(workflow => workflowView(call.settings, call.repository, workflow))
      return jsonAnswer(200, { total_count: all.length, workflows }, page.headers)
    }
  },
  {
    method: 'GET',
    template: 'actions/workflows/{workflow_id}',
    need: READ,
    answer: withWorkflow((call, workflow) =>
      jsonAnswer(200, workflowView(call.settings, call.repository, workflow))
    )
  },
  {
    method: 'GET',
    template: 'actions/workflows/{workflow_id}/runs',
    need: READ,
    answer: withWorkflow((call, workflow) => {
      const runs = call.repository.runs.items.filter(run => run.workflow.id === workflow.id)
      return runListAnswer(call, runs)
    })
  }
]

/** A workflow goes by its id or by its file's name. */
function withWorkflow(answer: (call: Call, workflow: Workflow) => Answer): (call: Call) => Answer {
  return call => {
    const wanted = call.parameters.workflow_id ?? ''
    const workflow = call.repository.workflows.items.find(
      ({ id, path }) => String(id) === wanted || path.split('/').at(-1) === wanted
    )
    return workflow === undefined ? apiError(404, 'Not Found') : answer(call, workflow)
  }
}

function runListAnswer(call: Call, runs: readonly Run[]): Answer {
  const searching = FILTERS.some(filter => call.query.has(filter))
  const found = searching ? runs.filter(runFilter(call.query)) : runs
  // Newest first: the newest are at the end.
  const page = pageOf(call, searching ? found.slice(-MAX_SEARCH_RESULTS) : found, { descending: true })
  const workflow_runs = page.items.map(run => runView(call.settings, run))
  return jsonAnswer(200, { total_count: found.length, workflow_runs }, page.headers)
}

function runFilter(query: URLSearchParams): (run: Run) => boolean {
  const asks = (name: (typeof FILTERS)[number], ...values: (string | null)[]): boolean => {
    const wanted = query.get(name)
    return wanted === null || values.includes(wanted)
  }
  const created = query.get('created')
  const fitsCreated = created === null ? () => true : createdFilter(created)
  return run =>
    asks('actor', run.actor) &&
    asks('check_suite_id', String(run.check_suite_id)) &&
    asks('branch', run.head_branch) &&
    asks('event', run.event) &&
    asks('head_sha', run.head_sha) &&
    asks('status', run.status, run.conclusion) &&
    fitsCreated(run.created_at)
}
