import { generate } from 'selfsigned'
import type { TlsFiles } from './github-server/index.js'

/** A key and a certificate for `host` that vouches for itself, so that it serves as its own CA. */
export async function certificateFor(host: string): Promise<TlsFiles> {
  const made = await generate([{ name: 'commonName', value: host }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] }
    ]
  })
  return { key: made.private, cert: made.cert }
}
