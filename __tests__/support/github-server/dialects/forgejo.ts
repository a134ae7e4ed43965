import { DIALECTS } from '../artifact-service/dialects.js'
import { lastModified } from '../artifact-service/own-urls.js'
import type { Run } from '../model/run.js'
import { GITEA } from './gitea.js'
import { ALL_HEADERS, NO_HEADERS } from './pages.js'
import type { ForgeTraits } from './traits.js'
import {
  apiUrlOf,
  commitOf,
  dateOf,
  endOf,
  fileNameOf,
  hookOf,
  isForeign,
  refOf,
  repositoryView,
  triggerOf,
  userView,
  webUrlOf
} from './views.js'

const STATUSES = ['success', 'failure', 'cancelled', 'skipped', 'running', 'waiting', 'blocked', 'unknown']
const UNFINISHED: Readonly<Record<string, string>> = { in_progress: 'running', queued: 'waiting' }

/** One word for the status and the conclusion. */
function statusOf({ status, conclusion }: Run): string {
  if (status !== 'completed') return UNFINISHED[status] ?? 'blocked'
  return conclusion !== null && STATUSES.includes(conclusion) ? conclusion : 'failure'
}

const UNKNOWN_TARGET = { status: 404, message: "The target couldn't be found." }

/** As recorded from Forgejo's development branch of 2026-07-01, on its way to 17.0. */
export const FORGEJO: ForgeTraits = {
  ...GITEA,
  service: 'forgejo',
  numbering: {
    last: { repository: 4, workflow: 0, pull_request: 0, run: 3, artifact: 2 },
    artifactIdOf: 'upload',
    runNumberOf: 'repository'
  },
  cacheControl: 'max-age=0, private, must-revalidate',
  errors: {
    ...GITEA.errors,
    artifact: () => ({ status: 404, message: 'resource does not exist' }),
    expired: () => ({ status: 404, message: 'artifact not confirmed' }),
    run: id => ({ status: 404, message: `run with id ${id}: resource does not exist` }),
    branch: name => ({ ...UNKNOWN_TARGET, errors: [`branch does not exist [name: ${name}]`] }),
    nothing: () => ({ ...UNKNOWN_TARGET, errors: [] }),
    status: word => ({ status: 400, message: `unknown status: ${word}` }),
    anonymous: () => ({ status: 401, message: 'token is required' })
  },
  lacks: ['actions/workflows'],
  bareNotFound: /(?!)/,
  artifacts: {
    order: 'desc',
    headers: ALL_HEADERS,
    body: artifacts => artifacts,
    view: (call, artifact) => ({
      id: artifact.id,
      name: artifact.name,
      size_in_bytes: artifact.size_in_bytes,
      archive_download_url: `${apiUrlOf(call)}/actions/artifacts/${artifact.id}/zip`,
      expired: artifact.expired,
      run_id: artifact.run.id,
      created_at: dateOf(artifact.created_at),
      updated_at: dateOf(artifact.replaced_at ?? artifact.created_at),
      expires_at: dateOf(artifact.expires_at)
    }),
    hasOldProtocol: true,
    emptyForUnknownRun: false
  },
  bytes: 'in the answer',
  style: artifact => {
    const file = encodeURIComponent(`${artifact.name}.zip`)
    if (artifact.isOldProtocol) {
      return {
        headers: {
          'content-type': 'application/zip',
          'content-disposition': `attachment; filename=${file}; filename*=UTF-8''${file}`
        },
        ranges: false,
        etag: false,
        chunked: true
      }
    }
    return {
      headers: {
        'cache-control': 'private, max-age=300',
        'content-type': 'application/octet-stream',
        'content-disposition': `inline; filename="${artifact.name}.zip"; filename*=UTF-8''${file}`,
        ...lastModified(artifact)
      },
      ranges: true,
      etag: false
    }
  },
  runs: {
    headers: NO_HEADERS,
    limitNeedsPage: true,
    takesLists: true,
    filters: {
      event: (run, value) => hookOf(run) === value,
      // That of a schedule is the bare name of the branch.
      ref: (run, value, call) => (run.event === 'schedule' ? run.head_branch : refOf(call, run)) === value,
      head_sha: (run, value) => run.head_sha === value,
      workflow_id: (run, value) => fileNameOf(run) === value,
      run_number: (run, value) => String(run.run_number) === value,
      status: (run, value) => statusOf(run) === value
    },
    hasStatus: word => STATUSES.includes(word),
    view: (call, run) => {
      const [, pull] = /^refs\/pull\/(\d+)\//.exec(refOf(call, run)) ?? []
      return {
        id: run.id,
        title: commitOf(call, run.head_sha).message,
        repository: repositoryView(call, call.repository),
        workflow_id: fileNameOf(run),
        index_in_repo: run.run_number,
        trigger_user: userView(call),
        ScheduleID: 0,
        prettyref: pull === undefined ? (run.head_branch ?? call.repository.default_branch) : `#${pull}`,
        is_ref_deleted: false,
        commit_sha: run.head_sha,
        is_fork_pull_request:
          isForeign(run) || call.repository.pullRequests.get(Number(pull))?.isAGit === true,
        need_approval: false,
        approved_by: 0,
        // Empty where no hook is behind the run.
        event: run.event === 'workflow_dispatch' ? '' : triggerOf({ event: hookOf(run) }),
        trigger_event: triggerOf(run),
        status: statusOf(run),
        started: dateOf(run.run_started_at),
        stopped: endOf(run),
        created: dateOf(run.created_at),
        updated: dateOf(run.updated_at),
        duration: (run.updated_at - run.run_started_at) * 1_000_000,
        html_url: `${webUrlOf(call)}/actions/runs/${run.run_number}`
      }
    }
  },
  pullView: (call, pull) => ({
    url: `${apiUrlOf(call)}/pulls/${pull.number}`,
    review_comments: 0,
    flow: pull.isAGit ? 1 : 0
  }),
  comparesFiles: true,
  knowsAuthors: false,
  tellsAttempt: true
}

/** With its artifacts on S3, served from there. */
export const FORGEJO_S3: ForgeTraits = {
  ...FORGEJO,
  service: 'forgejo-s3',
  bytes: DIALECTS['forgejo-s3'].ownUrls ?? 'in the answer'
}
