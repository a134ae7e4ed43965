import { allOf } from '../pages.js'
import type { BackendIds } from './runtime-environment.js'

/** An artifact in a list of the service. */
export interface ServiceEntry {
  /** Of the job that uploaded it, or the caller's. */
  ids: BackendIds
  /** The id in the REST API. */
  id: number
  name: string
  /** In bytes. A hint: act says 4096 of everything. */
  size: number
  /** ISO 8601. */
  createdAt: string | null
  /** `sha256:…` */
  digest: string | null
}

type Message = Record<string, unknown>

/**
 * The entries of a list, by ascending id; undefined if the response is no list, or has two entries with the same id and
 * name. An empty list is `{}`. A message with other fields alone is an error that came with a 200.
 */
export function entriesOf(body: unknown): ServiceEntry[] | undefined {
  if (!isMessage(body)) return undefined
  const isEmpty = 'artifacts' in body || Object.keys(body).length === 0
  const entries = allOf(field(body, 'artifacts') ?? (isEmpty ? [] : undefined), entryOf)
  if (entries === undefined) return undefined
  const isDistinct = new Set(entries.map(entryKey)).size === entries.length
  return isDistinct ? entries.sort((a, b) => a.id - b.id) : undefined
}

/** Of an artifact. An id alone is not enough: act's ids are 32-bit hashes of the names, so two may be equal. */
export function entryKey({ id, name }: { id: number; name: string }): string {
  return JSON.stringify([id, name])
}

/** The signed URL; undefined if the response has none. */
export function signedUrlOf(body: unknown): URL | undefined {
  const url = isMessage(body) ? field(body, 'signed_url') : undefined
  return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined
}

/** The id of what was deleted; undefined if the response does not tell. */
export function deletedIdOf(body: unknown): number | undefined {
  return isMessage(body) && field(body, 'ok') === true ? idOf(field(body, 'artifact_id')) : undefined
}

/** The text of an error. */
export function errorMessageOf(body: unknown): string | undefined {
  const message = isMessage(body) ? body.msg : undefined
  return typeof message === 'string' ? message : undefined
}

function entryOf(value: unknown): ServiceEntry | undefined {
  if (!isMessage(value)) return undefined
  const id = idOf(field(value, 'database_id'))
  const size = integerOf(field(value, 'size') ?? 0)
  const name = field(value, 'name')
  const run = field(value, 'workflow_run_backend_id')
  const job = field(value, 'workflow_job_run_backend_id')
  const createdAt = textOrNull(field(value, 'created_at'))
  const digest = textOrNull(field(value, 'digest'))
  if (id === undefined || size === undefined || createdAt === undefined || digest === undefined)
    return undefined
  if (!isText(name) || !isText(run) || !isText(job)) return undefined
  return { ids: { run, job }, id, name, size, createdAt, digest }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * A field by its original name or in lowerCamelCase: proto3 JSON allows both
 * (https://protobuf.dev/programming-guides/json/). Default values may be left out, and null is the default.
 */
function field(message: Message, name: string): unknown {
  const camelCase = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  return message[name] ?? message[camelCase] ?? undefined
}

/** 64-bit integers are strings or numbers. */
function integerOf(value: unknown): number | undefined {
  const isInteger = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value))
  const integer = isInteger ? Number(value) : Number.NaN
  return Number.isSafeInteger(integer) && integer >= 0 ? integer : undefined
}

function idOf(value: unknown): number | undefined {
  return integerOf(value) || undefined
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Undefined: neither. */
function textOrNull(value: unknown): string | null | undefined {
  if (value === undefined || value === '') return null
  return typeof value === 'string' ? value : undefined
}
