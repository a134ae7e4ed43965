import {
  deletedIdOf,
  entriesOf,
  errorMessageOf,
  signedUrlOf
} from '../../../src/github/artifact-service/responses.js'

const SNAKE = {
  workflow_run_backend_id: 'run',
  workflow_job_run_backend_id: 'job',
  database_id: '4900000001',
  name: 'dist',
  size: '1234',
  created_at: '2026-11-28T22:38:12Z',
  digest: 'sha256:abc'
}
const CAMEL = {
  workflowRunBackendId: 'run',
  workflowJobRunBackendId: 'job',
  databaseId: '4900000001',
  name: 'dist',
  size: '1234',
  createdAt: '2026-11-28T22:38:12Z',
  digest: 'sha256:abc'
}
const ENTRY = {
  ids: { run: 'run', job: 'job' },
  id: 4_900_000_001,
  name: 'dist',
  size: 1234,
  createdAt: '2026-11-28T22:38:12Z',
  digest: 'sha256:abc'
}

describe('a list', () => {
  test.each<[string, object, object]>([
    ['snake_case', SNAKE, ENTRY],
    ['lowerCamelCase', CAMEL, ENTRY],
    ['numbers', { ...SNAKE, database_id: 4_900_000_001, size: 1234 }, ENTRY],
    ['unknown fields', { ...SNAKE, retention: 5 }, ENTRY],
    ['no size', { ...CAMEL, size: undefined }, { ...ENTRY, size: 0 }],
    ['null for a default', { ...SNAKE, size: null }, { ...ENTRY, size: 0 }],
    ['no digest', { ...SNAKE, digest: undefined }, { ...ENTRY, digest: null }],
    ['an empty digest', { ...SNAKE, digest: '' }, { ...ENTRY, digest: null }],
    ['no date', { ...SNAKE, created_at: undefined }, { ...ENTRY, createdAt: null }]
  ])('with %s', (_what, entry, expected) => {
    expect(entriesOf({ artifacts: [entry] })).toEqual([expected])
  })

  test.each([[{}], [{ artifacts: [] }], [{ artifacts: null }]])('that is empty: %j', body => {
    expect(entriesOf(body)).toEqual([])
  })

  test('is sorted by id', () => {
    const ids = ['10', '9', '100'].map(database_id => ({ ...SNAKE, database_id }))
    expect(entriesOf({ artifacts: ids })?.map(({ id }) => id)).toEqual([9, 10, 100])
  })

  test.each<[string, unknown]>([
    ['no JSON', undefined],
    ['null', null],
    ['an array', []],
    ['a text', 'x'],
    ['an error', { code: 'internal', msg: 'no' }],
    ['a message of a proxy', { message: 'Sign in' }],
    ['unknown fields alone', { total: 0 }],
    ['artifacts of another type', { artifacts: {} }],
    ['two entries with the same id and name', { artifacts: [SNAKE, SNAKE] }],
    ['an entry of another type', { artifacts: ['x'] }],
    ...Object.entries({
      database_id: ['0', '', 'x', -1, 1.5, '9007199254740993', null],
      name: ['', 5, null],
      size: ['x', -1],
      created_at: [5],
      digest: [5, {}],
      workflow_run_backend_id: ['', null, 5],
      workflow_job_run_backend_id: ['', null]
    }).flatMap(([name, values]) =>
      values.map((value): [string, unknown] => [
        `${name} ${JSON.stringify(value)}`,
        { artifacts: [{ ...SNAKE, [name]: value }] }
      ])
    )
  ])('is none: %s', (_what, body) => {
    expect(entriesOf(body)).toBeUndefined()
  })
})

test.each([
  [{ signed_url: 'https://x/y' }, 'https://x/y'],
  [{ signedUrl: 'https://x/y' }, 'https://x/y'],
  [{ signed_url: 'x' }, undefined],
  [{ signed_url: 5 }, undefined],
  [{}, undefined],
  [[], undefined]
])('a signed URL: %j', (body, url) => {
  expect(signedUrlOf(body)?.href).toBe(url)
})

test.each([
  [{ ok: true, artifact_id: '5' }, 5],
  [{ ok: true, artifactId: 5 }, 5],
  [{ ok: true }, undefined],
  [{ ok: false, artifact_id: '5' }, undefined],
  [{ artifact_id: '5' }, undefined],
  [[], undefined]
])('the id of a deleted artifact: %j', (body, id) => {
  expect(deletedIdOf(body)).toBe(id)
})

test.each([
  [{ code: 'not_found', msg: 'no' }, 'no'],
  [{ msg: 5 }, undefined],
  [undefined, undefined]
])('an error: %j', (body, message) => {
  expect(errorMessageOf(body)).toBe(message)
})
