import { printable } from '../messages/printable.js'

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
}

/** The newest artifact has the highest id. Dates may be null, equal or out of order. */
export function newestFirst(a: Artifact, b: Artifact): number {
  return b.id - a.id
}

/** Sum of `size_in_bytes`. */
export function totalSize(artifacts: readonly Artifact[]): number {
  return artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0)
}

/** For messages, printable: `Artifact "dist" (17)`. */
export function titleOf({ name, id }: Artifact): string {
  return `Artifact "${printable(name)}" (${id})`
}
