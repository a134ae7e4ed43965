import { DIALECTS } from '../artifact-service/dialects.js'
import { HOUR_MS, lastModified, type OwnUrls } from '../artifact-service/own-urls.js'
import type { Artifact } from '../model/artifact.js'
import type { BlobStyle } from '../storage/signed-urls.js'
import { ALL_HEADERS, NO_HEADERS } from './pages.js'
import type { ForgeTraits } from './traits.js'
import {
  apiUrlOf,
  commitOf,
  dateOf,
  endOf,
  fileNameOf,
  hookOf,
  NO_DATE,
  refOf,
  repositoryView,
  triggerOf,
  userView,
  webUrlOf
} from './views.js'

const CACHE_CONTROL = 'max-age=0, private, must-revalidate, no-transform'

const BLOCKED = ['pending', 'waiting', 'requested', 'action_required']

/** The words that the filter `status` takes, and the statuses and conclusions that they stand for. */
const STATUSES: Readonly<Record<string, readonly string[]>> = {
  success: ['success'],
  failure: ['failure'],
  cancelled: ['cancelled'],
  timed_out: ['cancelled'],
  skipped: ['skipped'],
  neutral: ['skipped'],
  completed: ['completed'],
  in_progress: ['in_progress'],
  queued: ['queued'],
  pending: BLOCKED,
  waiting: BLOCKED,
  requested: BLOCKED,
  action_required: BLOCKED
}

function style(artifact: Artifact): BlobStyle {
  const { name, blob } = artifact
  return {
    headers: {
      'cache-control': CACHE_CONTROL,
      'content-type': blob?.contentType ?? 'application/zip',
      'content-disposition': `inline; filename=${blob?.filename ?? `${name}.zip`}`,
      ...lastModified(artifact)
    },
    ranges: true,
    etag: false,
    acceptRanges: false
  }
}

/** Signed URLs below the API's own. */
const ownUrls: OwnUrls = {
  at: 'service',
  lifetimeMs: HOUR_MS,
  form: (artifact, { expiresAt }) => ({
    path: `/api/v1/repos/${artifact.run.repository.full_name}/actions/artifacts/${artifact.id}/zip/raw`,
    signatureParameter: 'sig',
    query: { expires: String(Math.floor(expiresAt.getTime() / 1000)) },
    ...style(artifact)
  })
}

const NOTHING = { status: 404, message: 'not found', errors: null }

/** As recorded from Gitea's main branch of 2026-04-06, on its way to 1.26. */
export const GITEA: ForgeTraits = {
  service: 'gitea',
  numbering: {
    last: { repository: 3, workflow: 0, pull_request: 0, run: 3, artifact: 2 },
    artifactIdOf: 'name',
    runNumberOf: 'repository'
  },
  cacheControl: CACHE_CONTROL,
  errors: {
    artifact: () => ({ status: 404, message: 'artifact not found' }),
    expired: () => ({ status: 404, message: 'Artifact has expired' }),
    run: id => ({ ...NOTHING, errors: [`run with id ${id}: resource does not exist`] }),
    branch: () => NOTHING,
    nothing: () => NOTHING,
    pull: repositoryId => ({
      status: 404,
      message: `pull request does not exist [id: 0, issue_id: 0, head_repo_id: 0, base_repo_id: ${repositoryId}, head_branch: , base_branch: ]`
    }),
    status: word => ({ status: 400, message: `Invalid status ${word}` }),
    token: () => ({ status: 401, message: 'invalid username, password or token' }),
    anonymous: () => ({ status: 403, message: 'user should have a permission to write to a repo' }),
    write: () => ({ status: 403, message: 'user should have a permission to write to a repo' }),
    read: () => ({
      status: 403,
      message: 'user should have specific read permission or be a repo admin or a site admin'
    }),
    link: () => ({ status: 401, message: 'Error unauthorized' })
  },
  lacks: [],
  lacksYet: [],
  bareNotFound: /^actions\/workflows\//,
  artifacts: {
    order: 'asc',
    headers: NO_HEADERS,
    body: (artifacts, total_count) => ({ artifacts, total_count }),
    view: (call, artifact) => {
      const url = `${apiUrlOf(call)}/actions/artifacts/${artifact.id}`
      return {
        id: artifact.id,
        name: artifact.name,
        size_in_bytes: artifact.size_in_bytes,
        url,
        archive_download_url: `${url}/zip`,
        expired: artifact.expired,
        workflow_run: {
          id: artifact.run.id,
          url: '',
          html_url: '',
          display_title: '',
          path: '',
          event: '',
          run_attempt: 0,
          run_number: 0,
          repository_id: artifact.run.repository.id,
          head_sha: artifact.run.head_sha,
          status: '',
          started_at: NO_DATE,
          completed_at: NO_DATE
        },
        created_at: dateOf(artifact.created_at),
        updated_at: dateOf(artifact.replaced_at ?? artifact.created_at),
        expires_at: dateOf(artifact.expires_at)
      }
    },
    hasOldProtocol: false,
    emptyForUnknownRun: true
  },
  bytes: ownUrls,
  style,
  runs: {
    headers: ALL_HEADERS,
    limitNeedsPage: false,
    takesLists: false,
    filters: {
      event: (run, value) => triggerOf(run) === value,
      // A pull request's run is of no branch.
      branch: (run, value, call) => refOf(call, run) === `refs/heads/${value}`,
      status: ({ status, conclusion }, value) =>
        STATUSES[value]?.some(word => word === status || word === conclusion) ?? false,
      head_sha: (run, value) => run.head_sha === value
    },
    hasStatus: word => Object.hasOwn(STATUSES, word),
    view: (call, run) => {
      const ref = refOf(call, run)
      const [, branch] = /^refs\/heads\/(.*)$/.exec(ref) ?? []
      return {
        id: run.id,
        url: `${apiUrlOf(call)}/actions/runs/${run.id}`,
        html_url: `${webUrlOf(call)}/actions/runs/${run.id}`,
        display_title: commitOf(call, run.head_sha).message,
        path: `${fileNameOf(run)}@${ref}`,
        event: hookOf(run),
        run_attempt: 0,
        run_number: run.run_number,
        head_sha: run.head_sha,
        ...(branch === undefined ? {} : { head_branch: branch }),
        status: run.status,
        actor: userView(call),
        trigger_actor: userView(call),
        repository: repositoryView(call, call.repository),
        ...(run.conclusion === null ? {} : { conclusion: run.conclusion }),
        started_at: dateOf(run.run_started_at),
        completed_at: endOf(run)
      }
    }
  },
  workflowView: (call, workflow) => {
    const file = fileNameOf(workflow)
    const date = dateOf(0)
    return {
      id: file,
      name: workflow.name,
      path: `.gitea/workflows/${file}`,
      state: 'active',
      created_at: date,
      updated_at: date,
      url: `${apiUrlOf(call)}/actions/workflows/${file}`,
      html_url: `${webUrlOf(call)}/src/branch/main/.gitea/workflows/${file}`,
      badge_url: `${webUrlOf(call)}/actions/workflows/${file}/badge.svg?branch=main`,
      deleted_at: NO_DATE
    }
  },
  pullView: () => ({ assignees: [], allow_maintainer_edit: true, content_version: 0 }),
  comparesFiles: false,
  knowsAuthors: true,
  tellsAttempt: false
}

/** With its artifacts on S3, served from there. */
export const GITEA_S3: ForgeTraits = {
  ...GITEA,
  service: 'gitea-s3',
  bytes: DIALECTS['gitea-s3'].ownUrls ?? ownUrls
}

/** Before the lists of runs. */
export const GITEA_1_24: ForgeTraits = {
  ...GITEA,
  lacksYet: ['actions/runs', 'actions/runs/{run_id}']
}
