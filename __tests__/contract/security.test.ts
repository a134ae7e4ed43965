import { isInProject, readProjectFile } from '../support/project.js'

/** The rows of the tables under a heading, without the header rows. */
function rowsUnder(heading: string): string[][] {
  const [, section = ''] = readProjectFile('SECURITY.md').split(`## ${heading}\n`)
  const [tables = ''] = section.split('\n## ')
  return tables
    .split('\n')
    .filter(line => line.startsWith('| ') && !/^\| (promise|---)/.test(line))
    .map(line => line.split('|').slice(1, -1))
}

test('each promise of SECURITY.md names test files that exist', () => {
  const rows = rowsUnder('Promises and their tests')
  expect(rows.length).toBeGreaterThan(20)
  const wrong: string[] = []
  for (const [promise = '', tests = ''] of rows) {
    const files = [...tests.matchAll(/`((?:__tests__|scripts)\/[^`]+)`/g)].map(([, file = '']) => file)
    if (files.length === 0) wrong.push(`${promise.trim()}: no test`)
    for (const file of files) {
      if (!isInProject(file)) wrong.push(`${promise.trim()}: ${file} not found`)
      else if (file.endsWith('.test.ts') && !/\b(test|it)\b/.test(readProjectFile(file))) {
        wrong.push(`${promise.trim()}: ${file} has no test`)
      }
    }
  }
  expect(wrong).toEqual([])
})
