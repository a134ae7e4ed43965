import { ActionError, asActionError, messageOf } from '../../src/errors/action-error.js'
import { isTransient } from '../../src/errors/request-error.js'
import { ERRORS } from '../../src/messages/error-codes.js'
import { failureOf } from '../../src/operations/failure.js'
import { anArtifact } from '../support/artifact.js'

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

describe('failureOf', () => {
  const failed = (count: number, message = (index: number) => `Artifact ${index} broke`) =>
    Array.from({ length: count }, (_, index) => ({
      artifact: anArtifact({ id: index + 1 }),
      error: new ActionError('storage-failed', message(index), { hint: `hint ${index}` })
    }))

  test.each([
    ['none', 3, failed(0), undefined],
    ['the only one: its own words', 1, failed(1), 'Artifact 0 broke'],
    ['all for one reason: said once', 3, failed(3, () => 'The disk is full'), 'The disk is full'],
    ['some', 3, failed(2), 'Could not download 2 of 3 artifacts:\n- Artifact 0 broke\n- Artifact 1 broke']
  ])('%s', (_, total, list, message) => {
    expect(failureOf('download', total, list)?.message).toBe(message)
  })

  test('one reason that met several: whom it does not name is named beside it', () => {
    const message = (index: number) => (index === 0 ? 'Another' : 'Artifact "artifact-2" (2) broke')
    expect(failureOf('download', 9, failed(4, message))?.message).toBe(
      'Could not download 4 of 9 artifacts:\n- Another\n- Artifact "artifact-2" (2) broke; so for "artifact-3" (3), "artifact-4" (4)'
    )
    expect(
      failureOf(
        'download',
        99,
        failed(98, index => `Broken ${index % 2}`)
      )?.message
    ).toMatch(/^- Broken 0; so for (?:"artifact-\d+" \(\d+\), ){9}"artifact-\d+" \(\d+\) and 39 more$/m)
  })

  test('many are counted, and hints are few', () => {
    const failure = failureOf('download', 50, failed(12))
    expect(failure?.message).toMatch(/- and 2 more$/)
    expect(failure?.hint).toBe('hint 0\nhint 1\nhint 2')
  })
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
