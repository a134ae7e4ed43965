import type { Fault } from '../http/faults.js'

export interface ServiceFailure {
  action: Fault
  /** Whether a retry may help. Otherwise clients ask the REST API at once. */
  isTransient: boolean
}

const PERMANENT = [401, 403, 404, 405, 415, 501]
const TRANSIENT = [408, 429, 500, 502, 503, 504]
const TEXT = { 'content-type': 'text/plain' }

/**
 * Every way in which the artifact service may fail, by name, for tests that try each.
 *
 * @param elsewhere a URL of another origin, for the redirect
 */
export function serviceFailures(elsewhere: string): Record<string, ServiceFailure> {
  const failures: Record<string, ServiceFailure> = {}
  for (const status of PERMANENT) {
    failures[`${status} with JSON`] = {
      action: { status, body: { code: 'unknown', msg: 'no' } },
      isTransient: false
    }
  }
  for (const status of [400, 404, 500]) {
    failures[`${status} with text`] = { action: { status, body: 'no\n', headers: TEXT }, isTransient: false }
  }
  for (const status of TRANSIENT) {
    failures[`${status} with JSON`] = {
      action: { status, body: { code: 'internal', msg: 'no' } },
      isTransient: true
    }
  }
  return {
    ...failures,
    '500 without a body': { action: { status: 500 }, isTransient: false },
    'a page with 502': { action: { status: 502, body: '<html>Bad Gateway</html>' }, isTransient: true },
    'a page with 200': { action: { status: 200, body: '<html>' }, isTransient: false },
    'broken JSON': { action: { status: 200, body: '{"artifacts":[' }, isTransient: false },
    'JSON of another shape': { action: { status: 200, body: [] }, isTransient: false },
    'a redirect': { action: { status: 307, headers: { location: elsewhere } }, isTransient: false },
    'a dropped connection': { action: 'reset', isTransient: true },
    'no answer': { action: 'stall', isTransient: true }
  }
}
