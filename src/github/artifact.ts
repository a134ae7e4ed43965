/** What a server says in another way than GitHub. Under a symbol, so that no JSON has it. */
export const ARTIFACT_TRAITS = Symbol('traits')

export interface ArtifactTraits {
  /** False: the server gives no digest of any artifact. */
  givesDigests?: boolean
  /** Set if an id may get new content: then only this date tells how old it is. */
  agesFrom?: 'updated_at'
  /** Set if ids do not ascend. */
  orderedBy?: 'created_at'
  /** Whether only the bytes tell an archive from another file. */
  isArchiveByBytes?: boolean
}

/** The run of an artifact, as embedded in the artifact objects of the REST API. Null if unknown. */
export interface WorkflowRunOfArtifact {
  id?: number
  repository_id?: number | null
  head_repository_id?: number | null
  head_branch?: string | null
  head_sha?: string | null
}

/**
 * An artifact of the REST API (https://docs.github.com/en/rest/actions/artifacts). The `artifacts` output returns these
 * objects with all their fields. Dates are ISO 8601 or null. `digest` (`sha256:<hex>` of the stored bytes) is missing on
 * GHES and null on old artifacts.
 */
export interface Artifact {
  id: number
  name: string
  /** Size in storage: of the zip, or of the raw file. */
  size_in_bytes: number
  expired: boolean
  created_at: string | null
  expires_at: string | null
  updated_at?: string | null
  digest?: string | null
  workflow_run?: WorkflowRunOfArtifact | null
  [ARTIFACT_TRAITS]?: ArtifactTraits | undefined
}

/** The newest artifact has the highest id. Dates may be null, equal or out of order. */
export function newestFirst(a: Artifact, b: Artifact): number {
  return orderOf(b) - orderOf(a) || b.id - a.id
}

/** 0 if the id is enough. */
function orderOf({ created_at: created, [ARTIFACT_TRAITS]: traits }: Artifact): number {
  return traits?.orderedBy === undefined ? 0 : Date.parse(created ?? '') || 0
}

/** When the content was uploaded; null if that is not known. */
export function uploadedAt({ created_at, updated_at, [ARTIFACT_TRAITS]: traits }: Artifact): string | null {
  return traits?.agesFrom === undefined ? created_at : (updated_at ?? created_at)
}

/** Sum of `size_in_bytes`. */
export function totalSize(artifacts: readonly Artifact[]): number {
  return artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0)
}
