import { gzipSync } from 'node:zlib'
import type { Fault } from './github-server/index.js'

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const BOMB = gzipSync(Buffer.alloc(33 << 20, ' '))

/** What may happen to one request and be over at the next. */
export const PASSING_FAULTS: Record<string, Fault> = {
  'a reset before the headers': 'reset',
  'a reset in the body': { resetAfterBytes: 10 },
  'a body cut short': { truncateAfterBytes: 10 },
  'an empty body': { truncateAfterBytes: 0 },
  'a slow drip': { drip: 200_000 },
  ...Object.fromEntries(
    [408, 429, 500, 502, 503, 504].map((status): [string, Fault] => [`a ${status}`, { status }])
  ),
  'a 503 that says when': { status: 503, headers: { 'retry-after': '2' }, body: 'later' },
  'a 500 with a page': { status: 500, body: '<html>::error::500' },
  'HTML instead of JSON': { status: 200, body: '<html>sign in</html>' },
  'HTML under the name of JSON': { status: 200, body: '<html>sign in</html>', headers: JSON_TYPE },
  'invalid JSON': { status: 200, body: '{"total_count": 1,' },
  'a gzip bomb': { status: 200, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: BOMB },
  'no gzip': { status: 200, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: '{}' },
  'a 202': { status: 202 },
  'a redirect to nowhere': { status: 301 },
  'a redirect to no URL': { status: 307, headers: { location: 'http://[' } },
  'a redirect to a file': { status: 308, headers: { location: 'file:///etc/passwd' } },
  'a redirect to another origin': { status: 301, headers: { location: 'https://evil.example/?sig=x' } },
  'another page in a Link': { headers: { link: '<https://evil.example/?sig=x>; rel="last"' } }
}

/** What is only met when it lasts. */
export const LASTING_FAULTS: Record<string, Fault> = {
  // A definite answer, which is not asked for again.
  null: { status: 200, body: 'null' },
  'an object of another shape': {
    status: 200,
    body: { total_count: 1, artifacts: [{ id: 'x' }], workflow_runs: [7], head: 5 }
  },
  'a list of another shape': { status: 200, body: [{ name: 5 }, null] },
  ...Object.fromEntries(
    [301, 302, 307].map((status): [string, Fault] => [
      `a ${status} without end`,
      { status, headers: { location: '/loop' } }
    ])
  )
}
