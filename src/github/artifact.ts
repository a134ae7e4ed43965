import { printable } from '../messages/printable.js'

/** The run an artifact came from, as embedded in the artifact objects of the REST API. Null: not known. */
export interface WorkflowRunOfArtifact {
  id?: number
  repository_id?: number | null
  head_repository_id?: number | null
  head_branch?: string | null
  head_sha?: string | null
}

/**
 * An artifact as the REST API gives it (https://docs.github.com/en/rest/actions/artifacts), unknown fields included:
 * the `artifacts` output hands on the API's own objects. Dates are ISO 8601 and nullable; `digest`
 * (`sha256:<hex>` of the stored bytes) is missing on GHES and null on old artifacts.
 */
export interface Artifact {
  id: number
  name: string
  /** Bytes as stored: of the zip as it travels, or of the raw file. */
  size_in_bytes: number
  expired: boolean
  created_at: string | null
  expires_at: string | null
  updated_at?: string | null
  digest?: string | null
  workflow_run?: WorkflowRunOfArtifact | null
}

/** Newest is the highest id: dates may be null, equal or out of order. */
export function newestFirst(a: Artifact, b: Artifact): number {
  return b.id - a.id
}

/** Sum of `size_in_bytes`. */
export function totalSize(artifacts: readonly Artifact[]): number {
  return artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0)
}

/** How an artifact is called in messages, safe to print: `Artifact "dist" (17)`. */
export function titleOf({ name, id }: Artifact): string {
  return `Artifact "${printable(name)}" (${id})`
}
