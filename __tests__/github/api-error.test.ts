import { failureOf } from '../../src/github/api-error.js'

const refused = Object.assign(new Error('connect ECONNREFUSED ::1:443'), { code: 'ECONNREFUSED' })

test.each<[string, unknown, string]>([
  ['the cause of an error of fetch', new TypeError('fetch failed', { cause: refused }), refused.message],
  [
    'a cause of a cause',
    new Error('HttpError', { cause: new TypeError('fetch failed', { cause: refused }) }),
    refused.message
  ],
  // For a host with several addresses, Node's error has no message.
  [
    'a code without a message',
    new TypeError('fetch failed', {
      cause: Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' })
    }),
    'ECONNREFUSED'
  ],
  ['a thrown string', 'text', 'text']
])('what broke a connection: %s', (_, thrown, detail) => {
  expect(failureOf(thrown)).toMatchObject({ status: undefined, detail })
})
