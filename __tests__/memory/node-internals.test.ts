import { mayUseInternals } from '../../src/memory/node-internals.js'

const before = process.env.ARTIFACT_ACTION_PLAIN
afterEach(() => {
  if (before === undefined) delete process.env.ARTIFACT_ACTION_PLAIN
  else process.env.ARTIFACT_ACTION_PLAIN = before
})

test.each([
  ['1', false],
  ['true', false],
  ['yes', false],
  ['', true],
  ['0', true],
  ['false', true]
])('ARTIFACT_ACTION_PLAIN=%j: internals may be used: %s', (value, expected) => {
  process.env.ARTIFACT_ACTION_PLAIN = value
  expect(mayUseInternals('24.1.0')).toBe(expected)
})

test('only known versions of Node may be used', () => {
  delete process.env.ARTIFACT_ACTION_PLAIN
  expect(mayUseInternals('20.15.0')).toBe(true)
  expect(mayUseInternals('24.99.0')).toBe(true)
  expect(mayUseInternals('25.0.0')).toBe(false)
})
