import { isIP } from 'node:net'
import tls from 'node:tls'
import { generate } from 'selfsigned'
import type { TlsFiles } from './github-server/index.js'

/** A key and a certificate for `host` that vouches for itself, so that it serves as its own CA. */
export async function certificateFor(
  host: string,
  validity: { notBeforeDate?: Date; notAfterDate?: Date } = {}
): Promise<TlsFiles> {
  const made = await generate([{ name: 'commonName', value: host }], {
    // Much faster to make than an RSA key.
    keyType: 'ec',
    curve: 'P-256',
    ...validity,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }] }
    ]
  })
  return { key: made.private, cert: made.cert }
}

/** Lets `tls.connect` of this process trust a certificate. Answers with how to stop that. */
export function trustHere({ cert }: TlsFiles): () => void {
  const { connect } = tls
  tls.connect = ((options: tls.ConnectionOptions) => connect({ ...options, ca: cert })) as typeof connect
  return () => {
    tls.connect = connect
  }
}
