import { recordMisses } from '../../src/download/unmatched-globs.js'
import { compileGlobs } from '../../src/text/glob.js'

test('matches as the globs do, and has their lines', () => {
  const globs = compileGlobs(['*.js', '!b.js'])
  const { matches } = recordMisses(globs)
  expect(['a.js', 'b.js', 'c.ts'].map(matches)).toEqual([true, false, false])
  expect(matches.lines).toEqual(['*.js', '!b.js'])
})

test('the missed paths that are most similar to the first glob that includes', () => {
  const { matches, missed } = recordMisses(compileGlobs(['dist/app.js', 'y', '!x']))
  for (const path of ['x', 'x/y', 'build/app.js', 'dist/app.css', 'dist/app.ts', 'dist/app.js', 'README'])
    matches(path)
  for (let again = 0; again < 3; again++) matches('dist/app.css')
  expect(missed()).toEqual(['dist/app.ts', 'dist/app.css', 'build/app.js'])
})

test('the number and length of recorded paths is bounded', () => {
  const { matches, missed } = recordMisses(compileGlobs(['w'.repeat(400)]))
  matches('w'.repeat(301))
  for (let index = 0; index < 1000; index++) matches(`other-${index}`)
  matches('w'.repeat(300))
  expect(missed()).toEqual(['other-0', 'other-1', 'other-10'])
})
