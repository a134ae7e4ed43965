/** GitHub compares owner and name without case. */
export interface Repository {
  owner: string
  repo: string
}

export function sameRepository(a: Repository, b: Repository): boolean {
  return fullName(a).toLowerCase() === fullName(b).toLowerCase()
}

/** `owner/repo` */
export function fullName({ owner, repo }: Repository): string {
  return `${owner}/${repo}`
}

/**
 * The web origin of an API base: `https://api.github.com` → `https://github.com`,
 * `https://api.NAME.ghe.com` → `https://NAME.ghe.com`, `https://HOST/api/v3` (and Gitea's `/api/v1`) → `https://HOST`.
 */
export function webUrlOf(apiUrl: string): string {
  const url = new URL(apiUrl)
  const path = url.pathname.replace(/\/api\/v\d+\/?$/, '').replace(/\/$/, '')
  return `${url.protocol}//${url.host.replace(/^api\.(?=github\.com$|.*\.ghe\.com$)/, '')}${path}`
}
