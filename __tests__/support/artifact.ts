import type { Artifact } from '../../src/github/artifact.js'

/** An artifact object as the API gives it, with what a test says of it. */
export function anArtifact(fields: Partial<Artifact> & { id: number }): Artifact {
  return {
    name: `artifact-${fields.id}`,
    size_in_bytes: 1000,
    expired: false,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-04-01T00:00:00Z',
    digest: null,
    workflow_run: {
      id: 7,
      repository_id: 1,
      head_repository_id: 1,
      head_branch: 'main',
      head_sha: 'a'.repeat(40)
    },
    ...fields
  }
}
