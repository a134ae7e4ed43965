import type { ServiceDialect } from '../artifact-service/dialects.js'
import { FLAVOURS, type Flavour } from '../flavour.js'
import type { Numbering } from '../model/ids.js'
import type { Run } from '../model/run.js'
import { FORGEJO, FORGEJO_S3 } from './forgejo.js'
import { GITEA, GITEA_1_24, GITEA_S3 } from './gitea.js'
import type { ForgeTraits } from './traits.js'

/** A server that came from Gitea. `-s3`: with its artifacts on S3. `gitea-1.24`: without the lists of runs. */
export type ForgeDialect = 'gitea' | 'gitea-s3' | 'gitea-1.24' | 'forgejo' | 'forgejo-s3'

/** Whose server. */
export type ServerDialect = 'github' | ForgeDialect | 'act'

type JobEnvironment = (run: Run, urls: { apiUrl: string; webUrl: string }) => Readonly<Record<string, string>>

/** What each server is, before anything is asked. */
export interface ServerTraits {
  /** Whose REST API, if it has one. */
  rest: 'github' | ForgeTraits | 'none'
  /** Where the API is under its origin. */
  basePath: string
  /** The artifact service of its runs. */
  service: ServiceDialect | 'off'
  /** Whether it sends limit headers. */
  hasRateLimit: boolean
  /** GitHub's unless told. */
  numbering?: Numbering
  /** The variables of a job that lead to the API and tell its run. */
  jobEnvironment: JobEnvironment
}

const FORGES: Readonly<Record<ForgeDialect, ForgeTraits>> = {
  gitea: GITEA,
  'gitea-s3': GITEA_S3,
  'gitea-1.24': GITEA_1_24,
  forgejo: FORGEJO,
  'forgejo-s3': FORGEJO_S3
}

const TRUE_ENVIRONMENT: JobEnvironment = (run, { apiUrl, webUrl }) => ({
  GITHUB_API_URL: apiUrl,
  GITHUB_SERVER_URL: webUrl,
  GITHUB_RUN_ID: String(run.id),
  GITHUB_RUN_NUMBER: String(run.run_number),
  GITHUB_RUN_ATTEMPT: String(run.run_attempt)
})

const ACT: ServerTraits = {
  rest: 'none',
  basePath: '',
  service: 'act',
  hasRateLimit: false,
  jobEnvironment: () => ({
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_RUN_ATTEMPT: '1'
  })
}

/** @param flavour which of GitHub's, if it is one of GitHub's */
export function traitsOf(dialect: ServerDialect, flavour: Flavour): ServerTraits {
  if (dialect === 'act') return ACT
  if (dialect === 'github') {
    const isCloud = flavour === 'github.com'
    return {
      rest: 'github',
      basePath: FLAVOURS[flavour].basePath,
      service: isCloud ? 'github' : 'off',
      hasRateLimit: isCloud,
      jobEnvironment: TRUE_ENVIRONMENT
    }
  }
  const forge = FORGES[dialect]
  return {
    rest: forge,
    basePath: '/api/v1',
    service: forge.service,
    hasRateLimit: false,
    numbering: forge.numbering,
    jobEnvironment: (run, urls) => ({
      ...TRUE_ENVIRONMENT(run, urls),
      GITHUB_RUN_ATTEMPT: forge.tellsAttempt ? '1' : ''
    })
  }
}
