/** A value in a URL that may be a signature: Azure's has 44 characters, S3's 64. */
const SIGNATURE = /^[\w+/=%.~-]{32,}$/

/** Parameters that are secret whatever their length: a signature of S3's version 2 has 28 characters. */
const SECRET_NAME = /^(sig|signature|x-(amz|goog)-(signature|security-token))$/i

/** The secrets of a signed URL: the URL, its query, and each value that may be a signature, raw and decoded. */
export function secretsOf({ href, search, searchParams }: URL): string[] {
  const query = search.slice(1)
  const pairs = [...query.split('&').map(pair => pair.split(/=(.*)/s)), ...searchParams.entries()]
  const values = pairs
    .filter(
      ([name = '', value = '']) => SIGNATURE.test(value) || (SECRET_NAME.test(name) && value.length > 7)
    )
    .map(([, value = '']) => value)
  return [...new Set([href, query, ...values])].filter(secret => secret !== '')
}
