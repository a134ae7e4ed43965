import { randomBytes } from 'node:crypto'
import { type Answer, storageError } from '../http/answer.js'
import { STORAGE_PATH } from '../storage/signed-urls.js'
import { goDate } from './own-urls.js'
import { SERVICE_PATH } from './protocol.js'
import type { BackendIds } from './runtime-tokens.js'

/** What was put to one upload URL, as block blob storage takes it. */
export class Upload {
  readonly #blocks = new Map<string, Buffer>()
  #bytes: Buffer | undefined

  /** Undefined until a whole blob or a list of blocks was put. */
  get bytes(): Buffer | undefined {
    return this.#bytes
  }

  /** One PUT: a block, the list of blocks that make the blob, or the whole blob. */
  put(query: URLSearchParams, body: Buffer): Answer {
    const created: Answer = { status: 201, headers: {} }
    switch (query.get('comp')) {
      case 'block':
        this.#blocks.set(query.get('blockid') ?? '', body)
        return created
      case 'blocklist':
        return this.#commit(body.toString()) ? created : INVALID_BLOCK_LIST
      case null:
        this.#bytes = body
        return created
      default:
        return storageError(400, 'InvalidQueryParameterValue', 'A query parameter has an unsupported value.')
    }
  }

  #commit(list: string): boolean {
    const ids = [...list.matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id = '']) => id)
    const blocks = ids.flatMap(id => this.#blocks.get(id) ?? [])
    if (blocks.length !== ids.length) return false
    this.#bytes = Buffer.concat(blocks)
    return true
  }
}

const INVALID_BLOCK_LIST = storageError(400, 'InvalidBlockList', 'The specified block list is invalid.')

/** Whether a PUT to this path is an upload, whatever its signature. */
export function isUploadPath(path: string): boolean {
  return (
    path === `${SERVICE_PATH}UploadArtifact` || (path.startsWith(STORAGE_PATH) && path.includes('/uploads/'))
  )
}

export interface UploadFields {
  /** Whether the URL is one of storage like Azure's, or one of the server itself. */
  at: 'storage' | 'service'
  origin: string
  name: string
  /** The caller's backend ids. */
  ids: BackendIds
  expiresAt: Date
}

/** Signed URLs to upload to. */
export class UploadUrls {
  readonly #uploads = new Map<string, { upload: Upload; path: string; expiresAt: Date }>()

  sign({ at, origin, name, ids, expiresAt }: UploadFields, upload: Upload): string {
    const sig = randomBytes(32).toString('base64')
    const path =
      at === 'service'
        ? `${SERVICE_PATH}UploadArtifact`
        : `${STORAGE_PATH}${ids.run}/uploads/${randomBytes(20).toString('hex')}`
    const query =
      at === 'service'
        ? { expires: goDate(expiresAt), artifactName: name, taskID: ids.job }
        : { se: expiresAt.toISOString(), sp: 'cw', sr: 'b', sv: '2025-11-05' }
    this.#uploads.set(sig, { upload, path, expiresAt })
    return `${origin}${path}?${new URLSearchParams({ sig, ...query }).toString()}`
  }

  /** Every URL given out so far stops working. */
  expireAll(): void {
    this.#uploads.clear()
  }

  /** What a URL leads to; undefined if it is expired or wrong. */
  redeem(path: string, query: URLSearchParams): Upload | undefined {
    const known = this.#uploads.get(query.get('sig') ?? '')
    return known?.path === path && Date.now() < known.expiresAt.getTime() ? known.upload : undefined
  }
}
