import { ActionError, asActionError, messageOf } from '../../src/errors/action-error.js'
import { isTransient } from '../../src/errors/request-error.js'
import { ERRORS } from '../../src/messages/error-codes.js'

test('a thrown string becomes an error, and cannot forge a command', () => {
  expect(asActionError('::error::pwned')).toMatchObject({
    code: 'internal',
    message: expect.stringContaining('\\::error::pwned')
  })
  expect(messageOf(new Error('why'))).toBe('why')
})

test.each([
  ...[undefined, 408, 429, 500, 502, 503, 504, 599].map(status => [status, true] as const),
  ...[200, 301, 400, 401, 403, 404, 409, 410, 422, 501].map(status => [status, false] as const)
])('status %s is transient: %s', (status, isSo) => {
  expect(isTransient(status)).toBe(isSo)
})

test.each([
  ['its hint', { hint: 'Do this.' }, 'Do this.'],
  ['the advice of its code without a hint', {}, ERRORS['disk-full'].advice],
  ['the advice of its code with an empty hint', { hint: '' }, ERRORS['disk-full'].advice]
])('the explanation of an error has %s', (_, details, advice) => {
  expect(new ActionError('disk-full', 'What failed', details)).toMatchObject({
    title: `${ERRORS['disk-full'].title} (disk-full)`,
    explanation: `What failed\n\n${advice}`
  })
})
