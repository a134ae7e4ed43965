import { parse } from 'yaml'
import { documents, examples, examplesIn, isOurs, jobsIn, stepsIn } from '../support/examples.js'
import { readProjectFile } from '../support/project.js'
import type { Job, Step } from '../support/workflows.js'

const { outputs } = parse(readProjectFile('action.yml')) as { outputs: Record<string, unknown> }

/** Actions of others that an example may use, with their outputs. */
const OTHERS: Record<string, string[]> = {
  'actions/checkout': ['ref', 'commit'],
  'actions/create-github-app-token': ['token', 'installation-id', 'app-slug'],
  'actions/setup-node': ['cache-hit', 'node-version'],
  'actions/upload-artifact': ['artifact-id', 'artifact-url', 'artifact-digest']
}

const otherOf = ({ uses = '' }: Step) => OTHERS[/^(.*)@v\d+$/.exec(uses)?.[1] ?? '']

test.each([
  ['```yaml\na\n```\n'],
  ['```YAML\na\n```\n'],
  ['```Yml\na\n```\n'],
  ['~~~yaml\na\n~~~\n'],
  ['````yaml\na\n````\n'],
  ['``` yaml title="x"\na\n```\n'],
  ['- x\n\n  ```yaml\na\n  ```\n'],
  ['```sh\nb\n```\n\n```yaml\na\n```\n\n```json\nc\n```\n']
])('%j is seen to hold an example', markdown => {
  expect(examplesIn(markdown)).toEqual(['a\n'])
})

test('each `uses:` of the documents is in an example', () => {
  const outside = documents.flatMap(file => {
    const seen = examples.filter(example => example.file === file)
    const rest = seen.reduce((text, { yaml }) => text.replace(yaml, ''), readProjectFile(file))
    return (rest.match(/^[ \t]*(- +)?uses:[ \t].*$/gim) ?? []).map(line => `${file}: ${line}`)
  })
  expect(outside).toEqual([])
})

test('the examples use this action as it is called, and few others', () => {
  const strange = examples.flatMap(({ file, value }) =>
    stepsIn(value)
      .filter(step => !isOurs(step) && otherOf(step) === undefined)
      .map(({ uses }) => `${file}: ${uses}`)
  )
  expect(strange).toEqual([])
})

test('the outputs that an example reads are outputs of the step', () => {
  const wrong: string[] = []
  let count = 0
  for (const { file, value } of examples) {
    for (const job of jobsIn(value)) {
      for (const [text, id, name = ''] of JSON.stringify(job).matchAll(
        /\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g
      )) {
        const step = job.steps?.find(step => step.id === id)
        const there = step && isOurs(step) ? Object.keys(outputs) : step && otherOf(step)
        // What a script writes is its own.
        if (step?.run === undefined && !there?.includes(name)) wrong.push(`${file}: ${text}`)
        count++
      }
    }
  }
  expect(count).toBeGreaterThan(5)
  expect(wrong).toEqual([])
})

/** What the token of the job has to be allowed. */
function needsOf({ uses = '', with: inputs = {} }: Step): Record<string, 'read' | 'write'> {
  // Gitea, which takes a whole address, has other permissions.
  if (uses.startsWith('https:')) return {}
  const { operation, 'github-token': token = '${{ github.token }}' } = inputs
  // A token of another making has its own permissions.
  if (!/github\.token|secrets\.GITHUB_TOKEN/.test(String(token))) return {}
  return {
    actions: operation === 'delete' || String(inputs['delete-after']) === 'true' ? 'write' : 'read',
    ...(String(inputs['gone-branches']) === 'true' && { contents: 'read' }),
    ...('pull-request' in inputs && { 'pull-requests': 'read' })
  }
}

function mayNot({ permissions = {} }: Job, step: Step): string[] {
  return Object.entries(needsOf(step))
    .filter(([scope, access]) => !['write', access].includes(permissions[scope] ?? 'none'))
    .map(([scope, access]) => `${scope}: ${access}`)
}

test('the job of an example has the permissions that its steps need', () => {
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const { file, value } of examples) {
    for (const job of jobsIn(value).filter(({ isShown }) => isShown)) {
      for (const step of job.steps?.filter(isOurs) ?? []) {
        for (const [scope, access] of Object.entries(needsOf(step))) seen.add(`${scope}: ${access}`)
        wrong.push(...mayNot(job, step).map(need => `${file}: ${JSON.stringify(step.with)} needs ${need}`))
      }
    }
  }
  expect([...seen].sort()).toEqual([
    'actions: read',
    'actions: write',
    'contents: read',
    'pull-requests: read'
  ])
  expect(wrong).toEqual([])
})
