import { printable } from './printable.js'

export function proxyUnusable(variable: string): string {
  // Without the value: it may hold a password.
  return `The environment variable ${variable} does not hold the URL of an HTTP proxy`
}

export function proxyHint(variable: string): string {
  return `In the environment of the runner, set ${variable} to http://HOST:PORT or https://HOST:PORT. Put percent-encoded credentials before the host: http://USER:PASSWORD@HOST:PORT. List hosts that need no proxy in no_proxy.`
}

export function proxyRefused(status: number | undefined): string {
  return `the proxy refused a tunnel with status ${status}`
}

/** @param problem the message or code of Node.js */
export function proxyFailed(problem: string): string {
  return `no tunnel through the proxy: ${printable(problem)}`
}

export function connectionEndedEarly(): string {
  return 'the connection ended before the response was complete'
}

export function connectionClosed(): string {
  return 'the connection was closed without a response'
}

export function bytesAfterResponse(): string {
  return 'the server sent more bytes than its Content-Length'
}
