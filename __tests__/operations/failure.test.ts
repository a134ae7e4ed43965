import { ActionError } from '../../src/errors/action-error.js'
import { RequestError } from '../../src/errors/request-error.js'
import { bothOf, failureOf } from '../../src/operations/failure.js'
import { anArtifact } from '../support/artifact.js'

const broken = (index: number) =>
  new ActionError('storage-failed', `Artifact ${index} broke`, { hint: `hint ${index}` })
const rejected = (index: number, status: number) =>
  new RequestError('api-failed', `Request ${index} failed`, { status, reason: `${status}`, retryable: false })
const failed = (count: number, errorOf: (index: number) => ActionError = broken) =>
  Array.from({ length: count }, (_, index) => ({
    artifact: anArtifact({ id: index + 1 }),
    error: errorOf(index)
  }))

describe('failureOf', () => {
  test('returns nothing without a failure', () => {
    expect(failureOf('download', 3, [])).toBeUndefined()
  })

  test('returns the error itself if all artifacts met the same one', () => {
    const shared = broken(0)
    expect(failureOf('download', 1, [{ artifact: anArtifact({ id: 1 }), error: shared }])).toBe(shared)
    const three = failed(3, () => shared)
    expect(failureOf('download', 3, three)).toBe(shared)
    const requests = failed(3, index => rejected(index, 500))
    expect(failureOf('download', 3, requests)).toBe(requests[0]?.error)
  })

  test('lists different failures, with the first as cause', () => {
    const two = failed(2)
    const failure = failureOf('download', 3, two)
    expect(failure).toMatchObject({ code: 'artifacts-failed', cause: two[0]?.error })
    expect(failure?.message).toMatch(/\b2 of 3\b.*\n- Artifact 0 broke\n- Artifact 1 broke$/)
  })

  test('lists equal failures once, with the artifacts that they affect', () => {
    const requests = failed(4, index => rejected(index, index === 0 ? 404 : 500))
    expect(failureOf('delete', 9, requests)?.message.split('\n').slice(1)).toEqual([
      '- Request 0 failed',
      expect.stringMatching(
        /^- Request 1 failed .*"artifact-2" \(2\), "artifact-3" \(3\), "artifact-4" \(4\)/
      )
    ])
    // The same words of different subjects are different failures.
    const errors = [1, 2].map(id => {
      const details = { subject: `Artifact ${id}`, reason: 'lost', retryable: false }
      return { artifact: anArtifact({ id }), error: new RequestError('storage-failed', 'lost', details) }
    })
    expect(failureOf('delete', 2, errors)?.message.match(/^- /gm)).toHaveLength(2)
  })

  test('names at most ten of the affected artifacts', () => {
    const requests = failed(98, index => rejected(index % 2, 500 + (index % 2)))
    const lines = failureOf('download', 99, requests)?.message.split('\n') ?? []
    expect(lines).toHaveLength(3)
    expect(lines[1]?.match(/"artifact-\d+"/g)).toHaveLength(10)
    expect(lines[1]).toContain('39 more')
  })

  test('lists at most ten failures and three hints', () => {
    const failure = failureOf('download', 50, failed(12))
    expect(failure?.message.match(/^- Artifact/gm)).toHaveLength(10)
    expect(failure?.message).toMatch(/\n- and 2 more$/)
    expect(failure?.hint).toBe('hint 0\nhint 1\nhint 2')
  })

  test('has the code of a permission or limit that every failure is about', () => {
    const forbidden = (index: number) =>
      new RequestError('api-forbidden', `Request ${index}`, { reason: `${index}`, retryable: false })
    expect(failureOf('delete', 9, failed(2, forbidden))?.code).toBe('api-forbidden')
  })
})

test('bothOf has the code of the first failure, and the text and hint of both', () => {
  const [first, second] = [broken(1), new ActionError('disk-full', 'Full', { hint: 'hint 2' })]
  expect(bothOf(first, undefined)).toBe(first)
  expect(bothOf(undefined, second)).toBe(second)
  expect(bothOf(first, second)).toMatchObject({
    code: 'storage-failed',
    message: 'Artifact 1 broke\nFull',
    hint: 'hint 1\nhint 2',
    cause: first
  })
})
