import { parse } from 'yaml'
import { documents, examples, examplesIn, isOurs, jobsIn, stepsIn } from '../support/examples.js'
import { readProjectFile } from '../support/project.js'
import type { Job, Step } from '../support/workflows.js'

const { outputs } = parse(readProjectFile('action.yml')) as { outputs: Record<string, unknown> }

/** Other actions that an example may use, with their outputs. */
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
])('%j contains an example', markdown => {
  expect(examplesIn(markdown)).toEqual(['a\n'])
})

test('each `uses:` in the documents is part of an example', () => {
  const outside = documents.flatMap(file => {
    const seen = examples.filter(example => example.file === file)
    const rest = seen.reduce((text, { yaml }) => text.replace(yaml, ''), readProjectFile(file))
    return (rest.match(/^[ \t]*(- +)?uses:[ \t].*$/gim) ?? []).map(line => `${file}: ${line}`)
  })
  expect(outside).toEqual([])
})

test('the examples use only this action and a few known others', () => {
  const strange = examples.flatMap(({ file, value }) =>
    stepsIn(value)
      .filter(step => !isOurs(step) && otherOf(step) === undefined)
      .map(({ uses }) => `${file}: ${uses}`)
  )
  expect(strange).toEqual([])
})

test('each output that an example reads is an output of its step', () => {
  const wrong: string[] = []
  let count = 0
  for (const { file, value } of examples) {
    for (const job of jobsIn(value)) {
      for (const [text, id, name = ''] of JSON.stringify(job).matchAll(
        /\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g
      )) {
        const step = job.steps?.find(step => step.id === id)
        const known = step && isOurs(step) ? Object.keys(outputs) : step && otherOf(step)
        // A script can set any output.
        if (step?.run === undefined && !known?.includes(name)) wrong.push(`${file}: ${text}`)
        count++
      }
    }
  }
  expect(count).toBeGreaterThan(5)
  expect(wrong).toEqual([])
})

/** Inputs that select other runs, another server or expired artifacts. */
const OUTSIDE_CURRENT_RUN =
  /^(repository|api-url|backend|scope|run-id|run-number|workflow|branch|commit|ancestors|pull-request|event|conclusion|artifact-ids|include-expired)$/
/** The ID of an upload in an earlier job of the same run. */
const OF_EARLIER_JOB = /^\$\{\{ needs\.build\.outputs\.id \}\}$/

/** The permissions that a step needs from the job's token. In the current run it needs none. */
function needsOf({ uses = '', with: inputs = {} }: Step): Record<string, 'read' | 'write'> {
  // Only Gitea accepts a full URL, and it has other permissions.
  if (uses.startsWith('https:')) return {}
  const isOutside = Object.entries(inputs).some(
    ([name, value]) => OUTSIDE_CURRENT_RUN.test(name) && !OF_EARLIER_JOB.test(String(value))
  )
  if (!isOutside) return {}
  const { operation, 'github-token': token = '${{ github.token }}' } = inputs
  // `permissions:` applies to the job's own token only.
  if (!/github\.token|secrets\.GITHUB_TOKEN/.test(String(token))) return {}
  return {
    actions: operation === 'delete' || String(inputs['delete-after']) === 'true' ? 'write' : 'read',
    ...((String(inputs['gone-branches']) === 'true' ||
      inputs.commit === 'merge-base' ||
      'ancestors' in inputs) && {
      contents: 'read'
    }),
    ...('pull-request' in inputs && { 'pull-requests': 'read' })
  }
}

/** The permissions that a step needs and its job does not grant. */
function missingPermissions({ permissions = {} }: Job, step: Step): string[] {
  return Object.entries(needsOf(step))
    .filter(([scope, access]) => !['write', access].includes(permissions[scope] ?? 'none'))
    .map(([scope, access]) => `${scope}: ${access}`)
}

test('each job grants the permissions that its steps need', () => {
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const { file, value } of examples) {
    for (const job of jobsIn(value).filter(({ isShown }) => isShown)) {
      for (const step of job.steps?.filter(isOurs) ?? []) {
        for (const [scope, access] of Object.entries(needsOf(step))) seen.add(`${scope}: ${access}`)
        wrong.push(
          ...missingPermissions(job, step).map(need => `${file}: ${JSON.stringify(step.with)} needs ${need}`)
        )
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
