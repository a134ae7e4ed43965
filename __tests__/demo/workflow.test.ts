import { combinationsOf } from '../../scripts/demo/matrix.js'
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
  const of = (matrix: unknown) => combinationsOf('matrix', matrix, { contexts: {}, functions: [] })

  test.each<[string, unknown, unknown[]]>([
    [
      'all combinations are made, the last key the fastest',
      { os: ['a', 'b'], n: [1, 2] },
      [
        { os: 'a', n: 1 },
        { os: 'a', n: 2 },
        { os: 'b', n: 1 },
        { os: 'b', n: 2 }
      ]
    ],
    [
      'some are left out',
      { os: ['a', 'b'], n: [1, 2], exclude: [{ os: 'a', n: 1 }, { n: 2 }] },
      [{ os: 'b', n: 1 }]
    ],
    [
      'some get more, and others are added',
      { os: ['a', 'b'], include: [{ os: 'a', x: 1 }, { os: 'c' }, { y: 2 }] },
      [{ os: 'a', x: 1, y: 2 }, { os: 'b', y: 2 }, { os: 'c' }]
    ],
    ['there may be only such', { include: [{ os: 'a' }, { os: 'b' }] }, [{ os: 'a' }, { os: 'b' }]],
    ['lists may be made by expressions', { n: "${{ fromJSON('[3, 4]') }}" }, [{ n: 3 }, { n: 4 }]],
    ['the whole may be, too', `\${{ fromJSON('{"n": [5]}') }}`, [{ n: 5 }]]
  ])('%s', (_, matrix, expected) => {
    expect(of(matrix)).toEqual(expected)
  })

  test.each<[unknown, string]>([
    [{ os: [] }, 'matrix.os is empty'],
    [{ os: 'a' }, 'matrix.os is not a list'],
    ['a', 'matrix is not a map'],
    [{ os: ['a'], exclude: [{ os: 'a' }] }, 'matrix has no combination'],
    [{ os: ['a'], exclude: [null] }, 'matrix.exclude[0] is not a map'],
    [{ os: ['a'], include: { os: 'b' } }, 'matrix.include is not a list'],
    [{ os: '${{ none }}' }, "matrix.os: ${{ none }} cannot be evaluated: Unrecognized named-value: 'none'"]
  ])('%j is refused: %s', (matrix, message) => {
    expect(() => of(matrix)).toThrow(new Error(message))
  })
})
