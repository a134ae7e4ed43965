import type { ErrorCode } from '../../src/errors/action-error.js'
import { ERRORS } from '../../src/messages/error-codes.js'
import { projectFiles, readProjectFile } from '../support/project.js'

const CODES = Object.keys(ERRORS) as ErrorCode[]

/** The sections of docs/TROUBLESHOOTING.md by their error code. */
const sections = Object.fromEntries(
  readProjectFile('docs/TROUBLESHOOTING.md')
    .split(/^### /m)
    .slice(1)
    .map(section => {
      const [heading = '', ...lines] = section.split('\n')
      return [heading, lines.join('\n')]
    })
)

test('docs/TROUBLESHOOTING.md has one section for each error code, in order', () => {
  expect(Object.keys(sections)).toEqual(CODES)
})

test.each(CODES)('%s: what happened, why, what to do', code => {
  const labels = [...(sections[code] ?? '').matchAll(/^\*\*([^*]+):\*\*\s+[^\s*#]/gm)].map(
    ([, label]) => label
  )
  expect(labels).toEqual(['What happened', 'Why', 'What to do'])
})

test('src uses each error code', () => {
  const sources = projectFiles('src/**/*.ts', 'src/*.ts')
    .filter(file => file !== 'src/messages/error-codes.ts')
    .map(readProjectFile)
    .join('\n')
  // errors.ts itself uses these two.
  const own: ErrorCode[] = ['archive-refused', 'internal']
  const unused = CODES.filter(code => !own.includes(code) && !sources.includes(`'${code}'`))
  expect(unused).toEqual([])
})
