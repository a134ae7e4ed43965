import { printable } from './printable.js'

export function proxyUnusable(variable: string): string {
  // Without the value: it may hold a password.
  return `The environment variable ${variable} does not hold the URL of an HTTP proxy`
}

export const proxyHint = (variable: string) =>
  `In the environment of the runner, set ${variable} to http://HOST:PORT or https://HOST:PORT. Put percent-encoded credentials before the host: http://USER:PASSWORD@HOST:PORT. List hosts that need no proxy in no_proxy.`

export const proxyRefused = (status: number | undefined) =>
  `the proxy opened no tunnel: it responded with ${status}`

/** @param problem the message or code of Node.js */
export const proxyFailed = (problem: string) => `the proxy opened no tunnel: ${printable(problem)}`

export const connectionEndedEarly = () => 'the connection ended before the response was complete'
export const connectionClosed = () => 'the connection was closed without a response'
export const bytesAfterResponse = () => 'the server sent more bytes than its Content-Length'

/** @param code why, as Node.js names it */
export const certificateRefused = (host: string, code: string) =>
  `the TLS certificate of ${host} cannot be verified (${code})`

const CERTIFICATE_ADVICE: Record<string, string> = {
  CERT_HAS_EXPIRED: 'Renew the certificate, or correct the clock of the runner. ',
  CERT_NOT_YET_VALID: 'Correct the clock of the runner, or replace the certificate. ',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use a host name that the certificate contains. '
}

/** What to do about a certificate. The action cannot turn the check off. */
export const certificateHint = (code: string) =>
  `${CERTIFICATE_ADVICE[code] ?? ''}If the server or a proxy uses its own certificate authority, save its certificate as a PEM file. Then set NODE_EXTRA_CA_CERTS in \`env:\` of the step to the path of this file.`
