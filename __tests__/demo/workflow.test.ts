import { firstCombination } from '../../scripts/demo/matrix.js'
import { readWorkflow } from '../../scripts/demo/workflow.js'
import type { Permissions } from '../support/github-server/index.js'

const OURS = 'artifact-action/artifact-action'

describe('the permissions of a job are', () => {
  const steps = 'steps: [{uses: ./}]'

  test.each<[string, string, Permissions]>([
    ['its own', `jobs: {a: {permissions: {actions: read}, ${steps}}}`, { actions: 'read' }],
    ['those of the workflow', `permissions: {}\njobs: {a: {${steps}}}`, {}],
    ['the defaults of a new repository', `jobs: {a: {${steps}}}`, { contents: 'read' }],
    [
      'read-all',
      `permissions: read-all\njobs: {a: {${steps}}}`,
      { actions: 'read', contents: 'read', 'pull-requests': 'read' }
    ],
    [
      'write-all on Gitea, where an action has a full URL',
      `jobs: {a: {steps: [{uses: "https://github.com/${OURS}@v1"}]}}`,
      { actions: 'write', contents: 'write', 'pull-requests': 'write' }
    ],
    [
      'write-all for steps without a job',
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

test('all values become strings', () => {
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
])('the name of a script is its start: %j', (script, kind) => {
  const { jobs } = readWorkflow(`steps:\n  - uses: ./\n  - run: ${script}`)
  expect(jobs[0]?.steps[1]?.kind).toBe(kind)
})

test('jobs are in the order of needs:', () => {
  const yaml = `jobs: {c: {needs: [a, b]}, b: {needs: a}, a: {steps: [{uses: ./}]}, d: {}}`
  expect(readWorkflow(yaml).jobs.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
})

test.each([
  ['', /^no step .*artifact-action\/artifact-action$/],
  ['permissions: {actions: read}', /^no step .*artifact-action\/artifact-action$/],
  ['jobs: {a: {steps: [{run: x}]}}', /^no step .*artifact-action\/artifact-action$/],
  ['text', /^the file must be a map$/],
  ['- a', /^the file must be a map$/],
  ['a: b: c', /YAML: Nested mappings are not allowed in compact mappings at line 1, column 4$/],
  ['steps: [{uses: ./, with: {branch: !main }}]', /^quote .*!main at line 1, column 35/],
  ['jobs: [a]', /^jobs must be a map$/],
  ['jobs: {a: x}', /^jobs\.a must be a map$/],
  ['jobs: {a: {steps: {uses: ./}}}', /^jobs\.a\.steps must be a list$/],
  ['jobs: {a: {steps: [x]}}', /^jobs\.a\.steps\[0\] must be a map$/],
  ['jobs: {a: {steps: [{uses: ./, with: {name: [x]}}]}}', /^job a, step 1: with\.name must be a string$/],
  ['jobs: {a: {steps: [{uses: ./, with: x}]}}', /^job a, step 1: with must be a map$/],
  ['jobs: {a: {needs: b, steps: [{uses: ./}]}}', /^job a needs job b, .*not exist$/],
  ['jobs: {a: {needs: b, steps: [{uses: ./}]}, b: {needs: a}}', /^the jobs a, b .*\(needs:\)$/]
])('%j is an error: %s', (yaml, message) => {
  expect(() => readWorkflow(yaml)).toThrow(message)
})

describe('a matrix', () => {
  const of = (matrix: unknown) => firstCombination('matrix', matrix, { contexts: {}, functions: [] })

  test.each<[string, unknown, unknown, number]>([
    ['first of each list', { os: ['a', 'b'], n: [1, 2, 3] }, { os: 'a', n: 1 }, 6],
    ['a list from an expression', { n: "${{ fromJSON('[3, 4]') }}" }, { n: 3 }, 2],
    ['a matrix from an expression', `\${{ fromJSON('{"n": [5]}') }}`, { n: 5 }, 1]
  ])('%s', (_, matrix, combination, total) => {
    expect(of(matrix)).toEqual({ combination, total })
  })

  test.each<[unknown, RegExp]>([
    [{ os: [] }, /^matrix\.os .*\bempty$/],
    [{ os: 'a' }, /^matrix\.os must be a list$/],
    ['a', /^matrix must be a map$/],
    [{ os: ['a'], include: [{ os: 'b' }] }, /^matrix\.include: .*not support/],
    [{ os: ['a'], exclude: [{ os: 'a' }] }, /^matrix\.exclude: .*not support/],
    [{ os: '${{ none }}' }, /^matrix\.os: \$\{\{ none \}\} .*Unrecognized named-value: 'none'$/]
  ])('%j is an error: %s', (matrix, message) => {
    expect(() => of(matrix)).toThrow(message)
  })
})
