import { ACT } from './act.js'
import type { Dialect } from './dialect.js'
import { FORGEJO } from './forgejo.js'
import { GITEA_OR_FORGEJO } from './gitea-or-forgejo.js'
import { GITHUB, GITHUB_ENTERPRISE } from './github.js'

/**
 * The dialect of a server, as far as it is known without a request.
 *
 * @param ownServer whether it is the server of this job, whose variables `env` has
 */
export function dialectOf(
  apiUrl: string,
  env: Readonly<Record<string, string | undefined>>,
  ownServer: boolean
): Dialect {
  if (/\/api\/v1$/.test(apiUrl)) {
    return ownServer && env.FORGEJO_ACTIONS === 'true' ? FORGEJO : GITEA_OR_FORGEJO
  }
  if (ownServer && env.ACT === 'true') return ACT
  return /\/api\/v3$/.test(apiUrl) ? GITHUB_ENTERPRISE : GITHUB
}
