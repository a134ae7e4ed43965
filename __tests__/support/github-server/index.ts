export type { PermissionLevel, PermissionName, Permissions, TokenFields } from './api/access.js'
export type { ListOrder } from './api/call.js'
export type { RateLimit, RateLimitFields } from './api/rate-limit.js'
export { SecondaryLimit } from './api/secondary-limit.js'
export type { ServiceDialect } from './artifact-service/dialects.js'
export type { ForgeDialect, ServerDialect } from './dialects/dialects.js'
export type { Flavour } from './flavour.js'
export { bytesOf, type Content } from './http/content.js'
export type { Fault, FaultEffects, FaultMatch, FaultRule, ScriptedFault } from './http/faults.js'
export type { TlsFiles } from './http/listener.js'
export type { RequestRecord, ServerName } from './http/request-log.js'
export type { Artifact, ArtifactFields, Listed } from './model/artifact.js'
export type { Commit, CommitFields } from './model/commits.js'
export type {
  MergeMethod,
  PullRequest,
  PullRequestFields,
  Repository,
  RepositoryFields,
  RepositoryRefusal
} from './model/repository.js'
export type { ArtifactBytes, RerunFields, Run, RunFields, Workflow } from './model/run.js'
export { GitHubServer, type GitHubServerOptions } from './server.js'
export type { StorageOptions } from './storage/storage.js'
