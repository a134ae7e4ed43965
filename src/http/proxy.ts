import { checkBypass, getProxyUrl } from '@actions/http-client/lib/proxy'
import { ActionError } from '../errors/action-error.js'
import { attempt } from '../errors/attempt.js'
import { proxyHint, proxyUnusable } from '../messages/network.js'

/**
 * The proxy for a URL, by @actions/http-client's reading of the environment: `https_proxy`, `http_proxy`, `no_proxy`.
 * Empty: none.
 *
 * @throws ActionError if the variable does not hold the URL of an HTTP proxy: http-client would ignore it or fail later
 */
export function proxyFor(url: string): string {
  const target = new URL(url)
  if (checkBypass(target)) return ''
  const variable = url.startsWith('https:') ? 'https_proxy' : 'http_proxy'
  const value = process.env[variable] || process.env[variable.toUpperCase()]
  const proxy = getProxyUrl(target)?.href ?? ''
  if (!value || (/^https?:/.test(proxy) && hasDecodableCredentials(proxy))) return proxy
  throw new ActionError('api-failed', proxyUnusable(variable), { hint: proxyHint(variable) })
}

/** The secrets in a proxy's URL, as written and decoded. */
export function passwordsOf(proxy: string): string[] {
  const { password = '' } = proxy === '' ? {} : new URL(proxy)
  return [...new Set([password, decodeURIComponent(password)])].filter(text => text !== '')
}

function hasDecodableCredentials(proxy: string): boolean {
  const { username, password } = new URL(proxy)
  return attempt(() => decodeURIComponent(`${username}:${password}`)) !== undefined
}
