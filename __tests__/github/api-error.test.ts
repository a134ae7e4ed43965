import { failureOf } from '../../src/github/api-error.js'

const refused = Object.assign(new Error('connect ECONNREFUSED ::1:443'), { code: 'ECONNREFUSED' })

test.each<[string, unknown, string]>([
  ['the cause of a fetch', new TypeError('fetch failed', { cause: refused }), refused.message],
  [
    'a cause of a cause',
    new Error('HttpError', { cause: new TypeError('fetch failed', { cause: refused }) }),
    refused.message
  ],
  // As Node makes it of a host with several addresses: without a message.
  [
    'the code of several addresses',
    new TypeError('fetch failed', {
      cause: Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' })
    }),
    'ECONNREFUSED'
  ],
  ['a thrown text', 'text', 'text']
])('what broke a connection: %s', (_, thrown, message) => {
  expect(failureOf(thrown)).toMatchObject({ status: undefined, message })
})
