/** Where the service's methods are, under its origin. */
export const SERVICE_PATH = '/twirp/github.actions.results.api.v1.ArtifactService/'

type Kind = 'string' | 'integer' | 'timestamp'

const IDS = { workflow_run_backend_id: 'string', workflow_job_run_backend_id: 'string' } as const

/** The methods and the fields of their requests, by their original names. */
export const METHODS = {
  CreateArtifact: {
    ...IDS,
    name: 'string',
    expires_at: 'timestamp',
    version: 'integer',
    mime_type: 'string'
  },
  FinalizeArtifact: { ...IDS, name: 'string', size: 'integer', hash: 'string' },
  ListArtifacts: { ...IDS, name_filter: 'string', id_filter: 'integer' },
  GetSignedArtifactURL: { ...IDS, name: 'string' },
  DeleteArtifact: { ...IDS, name: 'string' }
} as const satisfies Readonly<Record<string, Readonly<Record<string, Kind>>>>

export type Method = keyof typeof METHODS

/** The fields of a request by original name. 64-bit numbers are strings. */
export type Fields = Readonly<Record<string, string>>

export function isMethod(name: string): name is Method {
  return Object.hasOwn(METHODS, name)
}

export interface Parsed {
  fields: Fields
  unknown: readonly string[]
  /** Fields under their lowerCamelCase names, which every server takes too. */
  renamed: readonly string[]
  /** Fields whose value is of another type. */
  mistyped: readonly string[]
}

/** A request's proto3 JSON; undefined if it is no object. */
export function parseRequest(method: Method, json: unknown): Parsed | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const kinds: Readonly<Record<string, Kind>> = METHODS[method]
  const originals = new Map(
    Object.keys(kinds).flatMap(name => [name, camelCase(name)].map(key => [key, name]))
  )
  const fields: Record<string, string> = {}
  const parsed = { fields, unknown: [] as string[], renamed: [] as string[], mistyped: [] as string[] }
  for (const [key, value] of Object.entries(json)) {
    const name = originals.get(key)
    if (name === undefined) parsed.unknown.push(key)
    else if (name !== key) parsed.renamed.push(key)
    // null is the same as no field.
    if (name === undefined || value === null) continue
    if (hasKind(value, kinds[name])) fields[name] = String(value)
    else parsed.mistyped.push(key)
  }
  return parsed
}

function hasKind(value: unknown, kind: Kind | undefined): boolean {
  if (kind === 'integer') return /^-?\d+$/.test(String(value)) && ['string', 'number'].includes(typeof value)
  if (typeof value !== 'string') return false
  return kind !== 'timestamp' || !Number.isNaN(Date.parse(value))
}

/** An answer before it is written. 64-bit numbers are bigints. */
export type Message = Readonly<Record<string, MessageValue>>
type MessageValue = string | boolean | bigint | undefined | readonly Message[]

export type Spelling = 'snake_case' | 'lowerCamelCase'

/** Proto3 JSON. lowerCamelCase goes with omitted defaults, as protobuf writes it unless told otherwise. */
export function renderMessage(message: Message, spelling: Spelling): object {
  const isCamel = spelling === 'lowerCamelCase'
  const written = Object.entries(message)
    .filter(([, value]) => value !== undefined && !(isCamel && isDefault(value)))
    .map(([name, value]) => [isCamel ? camelCase(name) : name, renderValue(value, spelling)])
  return Object.fromEntries(written) as object
}

function renderValue(value: MessageValue, spelling: Spelling): unknown {
  if (typeof value === 'bigint') return String(value)
  return Array.isArray(value) ? value.map(item => renderMessage(item as Message, spelling)) : value
}

function isDefault(value: MessageValue): boolean {
  return value === '' || value === false || value === 0n || (Array.isArray(value) && value.length === 0)
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}
