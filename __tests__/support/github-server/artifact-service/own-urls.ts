import type { Headers } from '../http/answer.js'
import type { Artifact } from '../model/artifact.js'
import type { BlobStyle, UrlForm } from '../storage/signed-urls.js'
import { SERVICE_PATH } from './protocol.js'

/** The URLs of a server that serves its artifacts itself, or from S3. GitHub's are those of its REST API. */
export interface OwnUrls {
  /** Whether they lead to the service's own origin, or to that of storage. */
  at: 'service' | 'storage'
  lifetimeMs: number
  form: (artifact: Artifact, grant: UrlGrant) => UrlForm
}

export interface UrlGrant {
  expiresAt: Date
  /** The caller's job, as these servers know it. */
  taskId: string
}

export const HOUR_MS = 3_600_000
const S3_LIFETIME_MS = 300_000

/** URLs to the server itself. */
export function ownUrls(style: (artifact: Artifact) => BlobStyle, { withId }: { withId: boolean }): OwnUrls {
  return {
    at: 'service',
    lifetimeMs: HOUR_MS,
    form: (artifact, { expiresAt, taskId }) => ({
      path: `${SERVICE_PATH}DownloadArtifact`,
      signatureParameter: 'sig',
      query: {
        expires: goDate(expiresAt),
        artifactName: artifact.name,
        taskID: taskId,
        ...(withId ? { artifactID: String(artifact.id) } : {})
      },
      ...style(artifact)
    })
  }
}

/** @param overrides the headers that a presigned URL makes S3 send */
export function s3Urls(bucket: string, overrides: (artifact: Artifact) => Headers): OwnUrls {
  return {
    at: 'storage',
    lifetimeMs: S3_LIFETIME_MS,
    form: (artifact, { expiresAt, taskId }) => {
      const overridden = overrides(artifact)
      const asked = Object.entries(overridden).map(([name, value]) => [`response-${name}`, value])
      return {
        path: `/${bucket}/actions_artifacts/${taskId}/${artifact.id % 256}/${artifact.id}.chunk`,
        signatureParameter: 'X-Amz-Signature',
        query: {
          'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
          'X-Amz-Credential': 'key/20261128/us-east-1/s3/aws4_request',
          'X-Amz-Date': new Date(expiresAt.getTime() - S3_LIFETIME_MS)
            .toISOString()
            .replace(/[-:]|\.\d+/g, ''),
          'X-Amz-Expires': String(S3_LIFETIME_MS / 1000),
          'X-Amz-SignedHeaders': 'host',
          ...(Object.fromEntries(asked) as Record<string, string>)
        },
        headers: { 'content-type': 'application/octet-stream', ...overridden, ...lastModified(artifact) },
        ranges: true,
        etag: true
      }
    }
  }
}

export function lastModified({ created_at, replaced_at }: Artifact): Headers {
  return { 'last-modified': new Date(replaced_at ?? created_at ?? 0).toUTCString() }
}

/** A date the way Go prints one: `2026-11-28 22:38:12.322 +0000 UTC`. */
export function goDate(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', ' +0000 UTC')
}
