import { ERRORS, type ErrorCode } from '../../src/errors/errors.js'
import { projectFiles, readProjectFile } from '../support/project.js'

/** The sections of docs/TROUBLESHOOTING.md by their headings. */
const sections = Object.fromEntries(
  readProjectFile('docs/TROUBLESHOOTING.md')
    .split(/^## /m)
    .slice(1)
    .map(section => {
      const [heading = '', ...lines] = section.split('\n')
      return [heading, lines.join('\n')]
    })
)

test('docs/TROUBLESHOOTING.md has a section for each code, and none for what is no code', () => {
  expect(Object.keys(sections)).toEqual(Object.keys(ERRORS))
})

test.each(Object.entries(ERRORS))('%s: title, what, why, what to do', (code, { title }) => {
  const text = sections[code] ?? ''
  expect(text).toMatch(`\n*${title}*\n`)
  const labels = [...text.matchAll(/^\*\*([^*]+)\.\*\* \S/gm)].map(([, label]) => label)
  expect(labels).toEqual(['What', 'Why', 'What to do'])
})

test('each code is one that some error has', () => {
  const sources = projectFiles('src/**/*.ts', 'src/*.ts')
    .filter(file => file !== 'src/errors/errors.ts')
    .map(readProjectFile)
    .join('\n')
  // Those that errors.ts itself gives.
  const own: ErrorCode[] = ['archive-refused', 'internal']
  const unused = (Object.keys(ERRORS) as ErrorCode[]).filter(
    code => !own.includes(code) && !sources.includes(`'${code}'`)
  )
  expect(unused).toEqual([])
})
