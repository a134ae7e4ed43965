import { projectFiles, readProjectFile } from '../support/project.js'

const tests = projectFiles('__tests__/**/*.test.ts').filter(file =>
  /^import \{ rowsOf \}/m.test(readProjectFile(file))
)

test.each(tests)('%s has a sweep that runs the other rows of its tables', file => {
  const sweep = readProjectFile(file.replace(/\.test\.ts$/, '.sweep.ts'))
  expect(sweep).toContain(`import './${file.replace(/^.*\/|\.ts$/g, '')}.js'`)
})
