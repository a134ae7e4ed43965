import path from 'node:path'
import { projectFiles, readProjectFile } from '../support/project.js'

/** Whether a file leaves some of its tests to the sweeps, or a suite that it imports does. */
function isSplit(file: string): boolean {
  const text = readProjectFile(file)
  const suites = [...text.matchAll(/ from '(\.\/suites\/[\w-]+)\.js'/g)].map(([, suite = '']) =>
    path.posix.join(path.posix.dirname(file), `${suite}.ts`)
  )
  return / from '(\.\.\/)+support\/sweep\.js'/.test(text) || suites.some(isSplit)
}

const tests = projectFiles('__tests__/**/*.test.ts').filter(isSplit)

test('some tests have a sweep', () => {
  expect(tests).toEqual(
    expect.arrayContaining(['__tests__/e2e/network.test.ts', '__tests__/e2e/examples.test.ts'])
  )
})

test.each(tests)('%s has a sweep that runs the rest of it', file => {
  const sweep = readProjectFile(file.replace(/\.test\.ts$/, '.sweep.ts'))
  expect(sweep).toContain(`import './${file.replace(/^.*\/|\.ts$/g, '')}.js'`)
})
