import { type Answer, jsonAnswer } from '../http/answer.js'
import { BufferContent } from '../http/content.js'
import type { Artifact } from '../model/artifact.js'
import { shaOf } from '../model/ids.js'
import { apiDate } from '../model/moment.js'
import { lastModified, type OwnUrls, ownUrls, s3Urls } from './own-urls.js'
import type { Spelling } from './protocol.js'
import type { BackendIds } from './runtime-tokens.js'

/** Whose artifact service. `-s3`: with its artifacts on S3. */
export type ServiceDialect = 'github' | 'gitea' | 'gitea-s3' | 'forgejo' | 'forgejo-s3' | 'act'

/** A job in one attempt of a run. */
export interface JobOfRun {
  runId: number
  attempt: number
  job: string
}

/** Why the service refuses a request. */
export type Refusal =
  /** There is no token, it is wrong, or its job has ended. */
  | 'token'
  /** There is no such method. */
  | 'method'
  /** The body is not what the method takes. */
  | 'body'
  /** The backend id is another run's. */
  | 'run'
  /** There is no such artifact. */
  | 'artifact'
  /** The run already has an artifact of that name. */
  | 'conflict'

export interface DialectTraits {
  spelling: Spelling
  /** Of an answer. */
  contentType: string
  refusesUnknownFields: boolean
  /** Fields of the protocol that it does not know. */
  lacks: readonly string[]
  hasDigest: boolean
  /**
   * Whether each entry of a list has the ids of the job that uploaded it, which signing and deleting then need. Other
   * servers repeat the caller's.
   */
  tellsUploader: boolean
  /** Whether a re-run hides the artifacts that the earlier attempt uploaded. */
  hidesEarlierAttempts: boolean
  /** What an upload does to an artifact of the same name. */
  sameName: 'refused' | 'replaces' | 'replaces with a new date'
  idOf: (artifact: Artifact) => bigint
  sizeOf: (artifact: Artifact) => bigint
  /** Of a moment in milliseconds since the epoch. */
  dateOf: (epoch: number) => string
  /** @param call how many lists were answered before */
  order: (artifacts: readonly Artifact[], call: number) => readonly Artifact[]
  backendIds: (job: JobOfRun) => BackendIds
  refusals: Readonly<Record<Refusal, Answer>>
  /** The answer to a signed URL that is expired or wrong, where the server itself gives it. */
  urlExpired: Answer
  ownUrls: OwnUrls | undefined
  /** What tells a job which server this is. */
  environment: Readonly<Record<string, string>>
}

/** What a folder takes on most file systems: act takes this for the size. */
const FOLDER_BYTES = 4096n
const FORGEJO_TEXT = 'text/plain; charset=utf-8'

const GITHUB: DialectTraits = {
  spelling: 'snake_case',
  contentType: 'application/json',
  refusesUnknownFields: false,
  lacks: [],
  hasDigest: true,
  tellsUploader: true,
  hidesEarlierAttempts: true,
  sameName: 'refused',
  idOf: ({ id }) => BigInt(id),
  sizeOf: ({ size_in_bytes }) => BigInt(size_in_bytes),
  dateOf: apiDate,
  order: artifacts => artifacts,
  backendIds: ({ runId, attempt, job }) => ({
    run: uuidOf(`run ${runId} attempt ${attempt}`),
    job: uuidOf(`run ${runId} attempt ${attempt} job ${job}`)
  }),
  refusals: {
    token: twirpError(401, 'unauthenticated', 'token is not valid'),
    method: twirpError(404, 'bad_route', 'no handler for this path'),
    body: twirpError(400, 'malformed', 'the json request could not be decoded'),
    run: twirpError(404, 'not_found', 'workflow run not found'),
    artifact: twirpError(404, 'not_found', 'artifact not found'),
    conflict: twirpError(
      409,
      'already_exists',
      'an artifact with this name already exists on the workflow run'
    )
  },
  urlExpired: empty(403),
  ownUrls: undefined,
  environment: {}
}

const GITEA: DialectTraits = {
  ...GITHUB,
  spelling: 'lowerCamelCase',
  contentType: 'application/json;charset=utf-8',
  hasDigest: false,
  tellsUploader: false,
  hidesEarlierAttempts: false,
  sameName: 'replaces',
  order: (artifacts, call) => rotated(artifacts, call + 1),
  backendIds: ({ runId, attempt, job }) => ({
    run: String(runId),
    job: String(Number.parseInt(shaOf(`run ${runId} attempt ${attempt} job ${job}`).slice(0, 6), 16))
  }),
  refusals: {
    token: textError(500, 'Error runner api getting task: task is not running\n'),
    method: textError(404, 'Not found.\n'),
    body: textError(500, 'Error decode request body\n'),
    run: textError(400, 'run-id does not match\n'),
    artifact: textError(404, 'Error artifact not found\n'),
    conflict: empty(500)
  },
  urlExpired: textError(401, 'Error link expired\n'),
  ownUrls: ownUrls(
    artifact => ({
      headers: { ...giteaHeaders(artifact), ...lastModified(artifact) },
      ranges: true,
      etag: false
    }),
    { withId: true }
  ),
  environment: { GITEA_ACTIONS: 'true' }
}

const FORGEJO: DialectTraits = {
  ...GITEA,
  refusesUnknownFields: true,
  lacks: ['mime_type'],
  order: artifacts => artifacts,
  refusals: {
    ...GITEA.refusals,
    token: textError(500, 'Error runner api getting task\n'),
    body: textError(500, 'Error decode request body\n', FORGEJO_TEXT),
    run: textError(400, 'run-id does not match\n', FORGEJO_TEXT)
  },
  ownUrls: ownUrls(
    artifact => ({
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `inline; filename="${artifact.name}"; filename*=UTF-8''${encodeURIComponent(artifact.name)}`,
        ...lastModified(artifact)
      },
      ranges: true,
      etag: false
    }),
    { withId: true }
  ),
  environment: { GITEA_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' }
}

const ACT: DialectTraits = {
  ...GITEA,
  contentType: 'application/json',
  refusesUnknownFields: true,
  lacks: ['mime_type'],
  sameName: 'replaces with a new date',
  idOf: ({ name }) => fnv1a(name),
  sizeOf: () => FOLDER_BYTES,
  // A file's date, with nanoseconds.
  dateOf: epoch => apiDate(epoch).replace('Z', '.044889726Z'),
  order: artifacts => artifacts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  backendIds: () => ({ run: '1', job: '1' }),
  refusals: {
    token: empty(401),
    method: empty(404),
    body: empty(500),
    run: empty(400),
    artifact: empty(404),
    conflict: empty(500)
  },
  urlExpired: empty(401),
  ownUrls: ownUrls(() => ({ headers: { 'content-type': 'application/zip' }, ranges: false, etag: false }), {
    withId: false
  }),
  environment: { ACT: 'true' }
}

/** What each server does. All but GitHub's: as recorded from act 0.2.87, Gitea 1.26 and Forgejo 17. */
export const DIALECTS: Readonly<Record<ServiceDialect, DialectTraits>> = {
  github: GITHUB,
  gitea: GITEA,
  'gitea-s3': { ...GITEA, ownUrls: s3Urls('gitea', giteaHeaders) },
  forgejo: FORGEJO,
  'forgejo-s3': {
    ...FORGEJO,
    ownUrls: s3Urls('forgejo', ({ name }) => ({
      'content-disposition': `attachment; filename="${name}.zip"`
    }))
  },
  act: ACT
}

function giteaHeaders({ name, blob }: Artifact): Record<string, string> {
  return {
    'content-type': blob?.contentType ?? 'application/zip',
    'content-disposition': `inline; filename=${blob?.filename ?? `${name}.zip`}`
  }
}

function twirpError(status: number, code: string, msg: string): Answer {
  return jsonAnswer(status, { code, msg }, { 'content-type': 'application/json' })
}

function textError(status: number, text: string, contentType = 'text/plain'): Answer {
  return { status, headers: { 'content-type': contentType }, body: new BufferContent(Buffer.from(text)) }
}

function empty(status: number): Answer {
  return { status, headers: {} }
}

/** In an order that is another one for each call. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const first = items.length === 0 ? 0 : by % items.length
  return [...items.slice(first), ...items.slice(0, first)]
}

function uuidOf(text: string): string {
  return shaOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

/** The 32-bit FNV-1a hash, which act takes for an id. */
function fnv1a(text: string): bigint {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return BigInt(hash >>> 0)
}
