import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy'
import { ActionError } from '../errors/action-error.js'

/**
 * The proxy for requests to a URL, as @actions/http-client finds it in the environment: `https_proxy`, `http_proxy`,
 * `no_proxy`. Empty where there is none.
 *
 * @throws ActionError for what is no address of an HTTP proxy: http-client would go without, or fail in its midst
 */
export function proxyFor(url: string): string {
  const to = new URL(url)
  if (checkBypass(to)) return ''
  const name = url.startsWith('https:') ? 'https_proxy' : 'http_proxy'
  const given = process.env[name] || process.env[name.toUpperCase()]
  const proxy = getProxyUrl(to)?.href ?? ''
  if (!given || (/^https?:/.test(proxy) && hasDecodableLogin(proxy))) return proxy
  // Not what was given: a password may be in it.
  throw new ActionError('api-failed', `The proxy that ${name} names cannot be used`, {
    hint: `In the environment of the runner, set ${name} to http://HOST:PORT or https://HOST:PORT, with http://USER:PASSWORD@HOST:PORT where it wants a login (percent-encoded); no_proxy names hosts that need none.`
  })
}

/** What of a proxy's address is a secret, as it is written there and as it is. */
export function passwordsOf(proxy: string): string[] {
  const { password = '' } = proxy === '' ? {} : new URL(proxy)
  return [...new Set([password, decodeURIComponent(password)])].filter(text => text !== '')
}

function hasDecodableLogin(proxy: string): boolean {
  const { username, password } = new URL(proxy)
  try {
    decodeURIComponent(`${username}:${password}`)
    return true
  } catch {
    return false
  }
}
