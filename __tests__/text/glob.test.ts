import fc from 'fast-check'
import { minimatch } from 'minimatch'
import { compileGlob, compileGlobs, GlobError } from '../../src/text/glob.js'

const OPTIONS = { dot: true, noext: true, nocomment: true, nonegate: true, optimizationLevel: 0 } as const

describe('compileGlob', () => {
  test.each([
    ['*', 'anything', true],
    ['*', '.hidden', true],
    ['*', 'a/b', false],
    ['**', 'a/b/c', true],
    ['logs-*', 'logs-linux', true],
    ['logs-?', 'logs-1', true],
    ['logs-?', 'logs-😀', true],
    ['{a,b}-*', 'b-x', true],
    ['{a,b}-*', 'c-x', false],
    ['v[0-9].[!0]', 'v1.1', true],
    ['v[0-9].[!0]', 'v1.0', false],
    ['[[:digit:]]x', '7x', true],
    ['[]a]', ']', true],
    ['[open', '[open', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['**/*.txt', 'a.txt', true],
    ['**/*.txt', 'deep/er/a.txt', true],
    ['bin/**', 'bin/a/b', true],
    ['bin/**', 'bin', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b/**/c', 'a/b/x/b/y/c', true],
    ['#1', '#1', true]
  ])('%j on %j is %j', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected)
  })

  test('agrees with minimatch', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '*',
      '?',
      '/',
      '**',
      '[ab]',
      '[!a]',
      '{a,b}',
      '{a,}',
      '/**/',
      '\\*',
      'é'
    )
    const pattern = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''))
    const text = fc
      .array(fc.constantFrom('a', 'b', 'aa', '.a', 'ab', 'é'), { minLength: 1, maxLength: 4 })
      .map(segments => segments.join('/'))
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        // minimatch reads a trailing slash, an empty segment and `**` beside other stars in ways of its own.
        fc.pre(!glob.split('/').includes('') && !/\*{3}/.test(glob))
        expect(compileGlob(glob)(candidate)).toBe(minimatch(candidate, glob, OPTIONS))
      }),
      { numRuns: 5000 }
    )
  })

  test('patterns that hang the best-known matchers take no time', () => {
    const started = performance.now()
    expect(compileGlob('*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b')('a'.repeat(255))).toBe(false)
    expect(compileGlob(`${'**/a/'.repeat(15)}b`)(`${'a/'.repeat(100)}c`)).toBe(false)
    // Not a measurement: exponential time would not come back within the test's own limit.
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  test.each(['{a,b}'.repeat(30), '{1..100000}', 'a'.repeat(5000)])(
    'refuses what explodes: %.20s…',
    pattern => {
      expect(() => compileGlob(pattern)).toThrow(GlobError)
    }
  )
})

describe('compileGlobs', () => {
  test.each([
    [['a*'], 'ab', true],
    [['a*', '!ab'], 'ab', false],
    [['a*', '!ab', 'ab'], 'ab', true],
    [['!ab'], 'ab', false],
    [['!ab'], 'other', true],
    [['!release/**'], 'release/1/2', false],
    [[], 'a', false]
  ])('%j on %j is %j', (lines, text, expected) => {
    expect(compileGlobs(lines)(text)).toBe(expected)
  })

  test('an error has the pattern and the limit', () => {
    const pattern = '{a,b}'.repeat(20)
    expect(() => compileGlobs(['ok', `!${pattern}`])).toThrow(
      expect.objectContaining({ pattern, problem: 'alternatives', max: 1000 })
    )
  })
})
