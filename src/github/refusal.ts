import type { Permission, Refusal } from '../messages/api.js'
import type { ApiFailure } from './api-response.js'

/** A longer link is not one of GitHub's. */
const MAX_LINK = 1000

/** What the server's messages say, first match first. The messages about other reasons mention permissions too. */
const REASONS: readonly [Exclude<Refusal['kind'], 'unknown'>, RegExp][] = [
  ['archived', /\barchived\b/i],
  ['ip-allow-list', /\bIP allow list\b/i],
  ['sso', /\bSAML\b|\bsingle sign-on\b/i],
  ['token-policy', /\bforbids access via\b|\bOAuth App access restrictions\b/i],
  ['blocked', /\baccess blocked\b/i],
  ['permission', /\bnot accessible by\b|\bpermissions?\b|\bscopes?\b|\brights\b/i]
]

/**
 * Why the server refused a request. Undefined if that is no question of access.
 *
 * @param webUrl of the server. A link to another origin is not printed.
 */
export function refusalOf({ status, headers, detail }: ApiFailure, webUrl: string): Refusal | undefined {
  const sso = headers['x-github-sso']
  if (sso !== undefined && (status === 403 || status === 404)) {
    return { kind: 'sso', link: ssoLink(String(sso), webUrl) }
  }
  if (status === 451) return { kind: 'blocked' }
  if (status !== 403) return undefined
  const accepted = acceptedPermissions(String(headers['x-accepted-github-permissions'] ?? ''))
  const [known] = REASONS.find(([, pattern]) => pattern.test(detail)) ?? []
  const kind = known ?? (accepted.length > 0 ? 'permission' : 'unknown')
  if (kind === 'permission') return { kind, missing: accepted, isStated: known !== undefined }
  return kind === 'sso' ? { kind, link: undefined } : { kind }
}

/** `required; url=https://…`: https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso */
function ssoLink(header: string, webUrl: string): string | undefined {
  const [, given = ''] = /^required;\s*url=(\S+)$/i.exec(header) ?? []
  if (!URL.canParse(given)) return undefined
  const { href, origin, username, password } = new URL(given)
  const isSafe = origin === new URL(webUrl).origin && username === '' && password === ''
  return isSafe && href.length <= MAX_LINK ? href : undefined
}

/**
 * The first set of permissions that the endpoint accepts: `pull_requests=read,contents=read; issues=write` has two sets.
 * https://github.blog/changelog/2023-08-10-x-accepted-github-permissions-header-for-fine-grained-permission-actors/
 */
function acceptedPermissions(header: string): Permission[] {
  const [first = ''] = header.split(';')
  const permissions = first.split(',').map(one => {
    const [, scope, level] = /^\s*([a-z_]{1,50})=(read|write|admin)\s*$/.exec(one) ?? []
    return scope === undefined
      ? undefined
      : { scope: scope.replaceAll('_', '-'), level: level as Permission['level'] }
  })
  return permissions.every(one => one !== undefined) ? permissions : []
}
