import { parse } from 'yaml'
import { projectFiles, readProjectFile } from '../support/project.js'

interface Workflow {
  permissions?: unknown
  jobs: Record<string, { permissions?: Record<string, string>; steps?: { uses?: string; with?: object }[] }>
}

const workflows = projectFiles('.github/workflows/*.yml').map(file => ({
  file,
  workflow: parse(readProjectFile(file)) as Workflow
}))

test('actions of others are pinned by commit, and checkouts leave no token behind', () => {
  const wrong: string[] = []
  let count = 0
  for (const { file, workflow } of workflows) {
    for (const { steps = [] } of Object.values(workflow.jobs)) {
      for (const { uses, with: inputs = {} } of steps) {
        if (uses === undefined || uses.startsWith('./')) continue
        count++
        if (!/@[0-9a-f]{40}$/.test(uses)) wrong.push(`${file}: ${uses}`)
        const keeps = (inputs as Record<string, unknown>)['persist-credentials'] !== false
        if (uses.startsWith('actions/checkout@') && keeps) wrong.push(`${file}: ${uses} keeps the token`)
      }
    }
  }
  expect(count).toBeGreaterThan(5)
  expect(wrong).toEqual([])
})

test('a workflow may read the contents, and a job what it says itself', () => {
  const writes = [
    'ci.yml use: actions',
    'codeql.yml analyze: security-events',
    'release.yml release: contents',
    'release.yml release: id-token',
    'release.yml release: attestations'
  ]
  expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual(
    workflows.map(() => ({ contents: 'read' }))
  )
  const found = workflows.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions)
        .filter(([, access]) => access !== 'read')
        .map(([scope]) => `${file.split('/').at(-1)} ${name}: ${scope}`)
    )
  )
  expect(found.toSorted()).toEqual(writes.toSorted())
})

test('dist/licenses.txt has every package that it is made with, and theirs', () => {
  const { dependencies } = JSON.parse(readProjectFile('package.json')) as {
    dependencies: Record<string, string>
  }
  const named = readProjectFile('dist/licenses.txt').split('\n')
  const missing = [...Object.keys(dependencies), 'undici', 'balanced-match', 'semver'].filter(
    name => !named.includes(name)
  )
  expect(missing).toEqual([])
})
