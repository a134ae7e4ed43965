/** A value in a URL that may be a signature: Azure's has 44 characters, S3's 64. */
const SIGNATURE = /^[\w+/=%.~-]{32,}$/

/** The secrets of a signed URL: the URL, its query, and each value that may be a signature, raw and decoded. */
export function secretsOf({ href, search, searchParams }: URL): string[] {
  const query = search.slice(1)
  const raw = query.split('&').map(pair => pair.slice(pair.indexOf('=') + 1))
  const values = [...raw, ...searchParams.values()].filter(value => SIGNATURE.test(value))
  return [...new Set([href, query, ...values])].filter(secret => secret !== '')
}
