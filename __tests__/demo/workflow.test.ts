import { firstOf } from '../../scripts/demo/matrix.js'
import { readWorkflow } from '../../scripts/demo/workflow.js'
import type { Permissions } from '../support/github-server/index.js'

const OURS = 'artifact-action/artifact-action'

describe('a job may do', () => {
  const steps = 'steps: [{uses: ./}]'

  test.each<[string, string, Permissions]>([
    ['what it names', `jobs: {a: {permissions: {actions: read}, ${steps}}}`, { actions: 'read' }],
    ['what the workflow names', `permissions: {}\njobs: {a: {${steps}}}`, {}],
    ['what a new repository gives', `jobs: {a: {${steps}}}`, { contents: 'read' }],
    [
      'all that can be read',
      `permissions: read-all\njobs: {a: {${steps}}}`,
      { actions: 'read', contents: 'read', 'pull-requests': 'read' }
    ],
    [
      'everything on Gitea, which names an action by its address',
      `jobs: {a: {steps: [{uses: "https://github.com/${OURS}@v1"}]}}`,
      { actions: 'write', contents: 'write', 'pull-requests': 'write' }
    ],
    [
      'everything, where there are steps and no job',
      steps,
      { actions: 'write', contents: 'write', 'pull-requests': 'write' }
    ]
  ])('%s', (_, yaml, permissions) => {
    expect(readWorkflow(yaml).jobs[0]?.permissions).toEqual(permissions)
  })
})

test.each([
  [`${OURS}@v1`, true],
  [`${OURS}/node20@v1`, true],
  ['Artifact-Action/artifact-action@main', true],
  [`https://github.com/${OURS}@v1`, true],
  [`https://ghes.example.com/${OURS}/node20@v1`, true],
  ['./', true],
  ['./node20', true],
  ['./other', false],
  ['actions/download-artifact@v4', false],
  [`someone/${OURS}@v1`, false]
])('%s is this action: %s', (uses, isOurs) => {
  const { jobs } = readWorkflow(`steps: [{uses: ./}, {uses: "${uses}"}]`)
  expect(jobs[0]?.steps[1]).toMatchObject({ isOurs, kind: uses.replace(/@.*/, '') })
})

test('values are texts, whatever YAML makes of them', () => {
  const { jobs } = readWorkflow(
    'steps: [{uses: ./, with: {a: 1, b: true, c: , d: "x"}, continue-on-error: true}]'
  )
  expect(jobs[0]?.steps[0]).toMatchObject({
    title: 'step 1',
    inputs: { a: '1', b: 'true', c: '', d: 'x' },
    continueOnError: 'true'
  })
})

test.each([
  ['make', 'run: make'],
  ['|\n      make\n      make test', 'run: make'],
  ['x'.repeat(41), `run: ${'x'.repeat(40)}…`],
  ['', 'run: ']
])('a script goes by how it begins: %j', (script, kind) => {
  const { jobs } = readWorkflow(`steps:\n  - uses: ./\n  - run: ${script}`)
  expect(jobs[0]?.steps[1]?.kind).toBe(kind)
})

test('jobs come after those that they need', () => {
  const yaml = `jobs: {c: {needs: [a, b]}, b: {needs: a}, a: {steps: [{uses: ./}]}, d: {}}`
  expect(readWorkflow(yaml).jobs.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
})

test.each([
  ['', 'no step in it uses artifact-action/artifact-action'],
  ['permissions: {actions: read}', 'no step in it uses artifact-action/artifact-action'],
  ['jobs: {a: {steps: [{run: x}]}}', 'no step in it uses artifact-action/artifact-action'],
  ['text', 'the file is not a map'],
  ['- a', 'the file is not a map'],
  ['a: b: c', 'it is not YAML: Nested mappings are not allowed in compact mappings at line 1, column 4'],
  [
    'steps: [{uses: ./, with: {branch: !main }}]',
    'what begins with ! is a tag to YAML, not a text: write it in quotes (!main at line 1, column 35)'
  ],
  ['jobs: [a]', 'jobs is not a map'],
  ['jobs: {a: x}', 'jobs.a is not a map'],
  ['jobs: {a: {steps: {uses: ./}}}', 'jobs.a.steps is not a list'],
  ['jobs: {a: {steps: [x]}}', 'jobs.a.steps, number 1, is not a map'],
  ['jobs: {a: {steps: [{uses: ./, with: {name: [x]}}]}}', 'job a, step 1: with.name is not a text'],
  ['jobs: {a: {steps: [{uses: ./, with: x}]}}', 'job a, step 1: with is not a map'],
  ['jobs: {a: {needs: b, steps: [{uses: ./}]}}', 'job a needs b, and there is no such job'],
  ['jobs: {a: {needs: b, steps: [{uses: ./}]}, b: {needs: a}}', 'the jobs a, b wait for each other (needs:)']
])('%j is refused: %s', (yaml, message) => {
  expect(() => readWorkflow(yaml)).toThrow(new Error(message))
})

describe('of a matrix', () => {
  const of = (matrix: unknown) => firstOf('matrix', matrix, { contexts: {}, functions: [] })

  test.each<[string, unknown, unknown, number]>([
    ['the first of each list is taken', { os: ['a', 'b'], n: [1, 2, 3] }, { os: 'a', n: 1 }, 6],
    ['lists may be made by expressions', { n: "${{ fromJSON('[3, 4]') }}" }, { n: 3 }, 2],
    ['the whole may be, too', `\${{ fromJSON('{"n": [5]}') }}`, { n: 5 }, 1]
  ])('%s', (_, matrix, combination, total) => {
    expect(of(matrix)).toEqual({ combination, total })
  })

  test.each<[unknown, string]>([
    [{ os: [] }, 'matrix.os is empty'],
    [{ os: 'a' }, 'matrix.os is not a list'],
    ['a', 'matrix is not a map'],
    [{ os: ['a'], include: [{ os: 'b' }] }, 'matrix.include is not played here'],
    [{ os: ['a'], exclude: [{ os: 'a' }] }, 'matrix.exclude is not played here'],
    [{ os: '${{ none }}' }, "matrix.os: ${{ none }} cannot be evaluated: Unrecognized named-value: 'none'"]
  ])('%j is refused: %s', (matrix, message) => {
    expect(() => of(matrix)).toThrow(new Error(message))
  })
})
