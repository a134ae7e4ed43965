import { ActionError, asActionError, messageOf } from '../../src/errors/action-error.js'
import { isTransient } from '../../src/errors/request-error.js'

test('a thrown string fails the step too, and cannot forge a command', () => {
  expect(asActionError('::error::pwned')).toMatchObject({
    code: 'internal',
    message: 'Unexpected: \\::error::pwned'
  })
  expect(messageOf(new Error('why'))).toBe('why')
})

test.each([
  ...[undefined, 408, 429, 500, 502, 503, 504, 599].map(status => [status, true] as const),
  ...[200, 301, 400, 401, 403, 404, 409, 410, 422, 501].map(status => [status, false] as const)
])('%s may be another thing next time: %s', (status, isSo) => {
  expect(isTransient(status)).toBe(isSo)
})

test.each([
  ['its own hint', { hint: 'Do this.' }, 'What failed\n\nDo this.'],
  [
    'what to do about its code where it has none',
    {},
    'What failed\n\nFree some space, or download less at once.'
  ],
  ['or an empty one', { hint: '' }, 'What failed\n\nFree some space, or download less at once.']
])('an error explains itself: %s', (_, details, explanation) => {
  expect(new ActionError('disk-full', 'What failed', details)).toMatchObject({
    title: 'Disk full (disk-full)',
    explanation
  })
})
