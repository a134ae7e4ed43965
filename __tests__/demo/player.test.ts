import { type Answer, DemoStage } from '../support/demo-stage.js'

let demo: DemoStage
beforeAll(async () => {
  demo = await DemoStage.start()
})
afterAll(() => demo.close())

/** Steps that ask for `fails` fail. */
const failing: Answer = ({ inputs }) => ({ code: inputs.name === 'fails' ? 1 : 0 })
const namesOf = (steps: readonly { inputs: Readonly<Record<string, string>> }[]) =>
  steps.map(({ inputs }) => inputs.name)

test('a step that fails stops its job, but for what asks for it', async () => {
  const { steps, said, isSuccess } = await demo.play(
    `jobs:
      a:
        steps:
          - {uses: ./, with: {name: fails}}
          - {uses: ./, with: {name: usual}}
          - {uses: ./, if: "true", with: {name: with a condition}}
          - {uses: ./, if: always(), with: {name: always}}
          - {uses: ./, if: "\${{ failure() && github.ref_name == 'main' }}", with: {name: on failure}}
          - {uses: ./, if: "!cancelled()", with: {name: not cancelled}}
          - {uses: ./, if: success(), with: {name: on success}}`,
    failing
  )
  expect(namesOf(steps)).toEqual(['fails', 'always', 'on failure', 'not cancelled'])
  expect(said).toEqual([
    'job a, step 1 failed: what follows in its job is skipped, but for steps with always() or failure()',
    'job a, step 2 is skipped, as a step before it failed',
    'job a, step 3 is skipped, as a step before it failed',
    'job a, step 7 is skipped, as a step before it failed'
  ])
  expect(isSuccess).toBe(false)
})

test('continue-on-error lets the job go on', async () => {
  const { steps, said, isSuccess } = await demo.play(
    `steps:
      - {uses: ./, id: first, continue-on-error: true, with: {name: fails}}
      - {uses: ./, if: steps.first.outcome == 'failure', with: {name: next}}
      - {uses: ./, if: failure(), with: {name: on failure}}`,
    failing
  )
  expect(namesOf(steps)).toEqual(['fails', 'next'])
  expect(said).toEqual([
    'step 1 failed: its job goes on all the same (continue-on-error)',
    'step 3 is skipped, as its condition does not hold: failure()'
  ])
  expect(isSuccess).toBe(true)
})

test.each([
  ['true', true],
  ['false', false],
  ["github.event_name == 'push'", true],
  ["${{ github.event_name != 'push' }}", false],
  // On GitHub too: text around an expression makes it a text, which is not empty.
  ["${{ github.event_name != 'push' }} && false", true],
  ["contains(github.ref, 'main') && !github.event.deleted", true],
  ["env.WHO == 'step'", true]
])('if: %s holds: %s', async (condition, holds) => {
  const { steps } = await demo.play(
    JSON.stringify({
      on: 'push',
      jobs: { a: { steps: [{ uses: './', if: condition, env: { WHO: 'step' } }] } }
    })
  )
  expect(steps).toHaveLength(holds ? 1 : 0)
})

test('steps of others are named in their places', async () => {
  const { said, steps } = await demo.play(
    `on: push
jobs:
  a:
    steps:
      - {uses: actions/checkout@v4}
      - {run: make}
      - {run: make test}
      - {uses: ./}
      - {run: never, if: github.event_name == 'schedule'}
      - {uses: actions/cache/save@v4, if: always()}
  b:
    steps: [{run: x}]
  c:
    uses: ./.github/workflows/other.yml`
  )
  expect(said).toEqual([
    'job a: not run here: 3 other steps (actions/checkout, run: make, run: make test)',
    'job a: not run here: 1 other step (actions/cache/save)',
    'job a: skipped by their conditions: 1 other step (run: never)',
    'job b: not run here: 1 other step (run: x)',
    'job c: not run here, as it has no steps of its own'
  ])
  expect(steps).toHaveLength(1)
})

test('a job waits for what it needs, and knows of it', async () => {
  const { steps, said, isSuccess } = await demo.play(
    `jobs:
      late: {needs: [fails, fine], if: always(), steps: [{uses: ./, with: {name: "\${{ join(needs.*.result) }}"}}]}
      never: {needs: fails, steps: [{uses: ./, with: {name: never}}]}
      neither: {needs: never, if: github.ref_name == 'main', steps: [{uses: ./, with: {name: neither}}]}
      after: {needs: never, if: failure(), steps: [{uses: ./, with: {name: after}}]}
      fails: {steps: [{uses: ./, with: {name: fails}}]}
      fine: {continue-on-error: true, steps: [{uses: ./, with: {name: fails}}]}
      next: {needs: fine, steps: [{uses: ./, with: {name: next}}]}`,
    failing
  )
  expect(namesOf(steps)).toEqual(['fails', 'after', 'fails', 'failure,success', 'next'])
  expect(said.toSorted()).toEqual([
    'job fine: failed, and the run goes on all the same (continue-on-error)',
    'job neither: skipped, as a job that it needs did not succeed',
    'job never: skipped, as a job that it needs did not succeed'
  ])
  expect(isSuccess).toBe(false)
})

test('each job has the permissions that it names, and a folder of its own', async () => {
  const { permissions, steps } = await demo.play(
    `permissions: {actions: read}
jobs:
  a: {steps: [{uses: ./, with: {path: "\${{ runner.temp }}"}}]}
  b: {permissions: {actions: write}, steps: [{uses: ./, with: {path: "\${{ runner.temp }}"}}]}`
  )
  expect(permissions).toEqual([{ actions: 'read' }, { actions: 'write' }])
  expect(steps[0]?.inputs.path).not.toBe(steps[1]?.inputs.path)
})

test('the environment is that of workflow, job and step, less what cannot be told', async () => {
  const { steps, said } = await demo.play(
    `env: {ONE: workflow, TWO: workflow, THREE: workflow}
jobs:
  a:
    env: {TWO: job, THREE: job, LOST: "\${{ steps.run.outputs.x }}"}
    steps:
      - {run: x, id: run}
      - {uses: ./, env: {THREE: "\${{ env.TWO }}+step", LOST: "\${{ steps.run.outputs.x }}"}}`
  )
  expect(steps[0]?.env).toEqual({ ONE: 'workflow', TWO: 'job', THREE: 'job+step' })
  expect(said).toEqual([
    'job a: not run here: 1 other step (run: x)',
    'job a, step 2: LOST is not in its environment: job a, step 2: env.LOST: ${{ steps.run.outputs.x }} cannot be evaluated: job a, step 1 is not run here, so it has no outputs'
  ])
})

test('of a matrix the first combination is played', async () => {
  const { steps, said } = await demo.play(
    `jobs: {a: {strategy: {matrix: {shard: [1, 2], os: [x]}}, steps: [{uses: ./, with: {shard: "\${{ matrix.shard }}/\${{ strategy.job-total }}"}}]}}`
  )
  expect(said).toEqual(['job a: the first of 2 combinations of its matrix: shard: 1, os: x'])
  expect(steps[0]?.inputs).toEqual({ shard: '1/2' })
})

test('outputs of a step that is not run here are not made up', async () => {
  await expect(
    demo.play(
      `jobs:
        a: {outputs: {x: "\${{ steps.run.outputs.x }}"}, steps: [{run: x, id: run}]}
        b: {needs: a, steps: [{uses: ./, with: {name: "\${{ needs.a.outputs.x }}"}}]}`
    )
  ).rejects.toThrow(
    new Error(
      'job b, step 1: name: ${{ needs.a.outputs.x }} cannot be evaluated: job a: outputs.x: ${{ steps.run.outputs.x }} cannot be evaluated: job a, step 1 is not run here, so it has no outputs'
    )
  )
})

test('what upload-artifact gives out is told where the run has the artifact', async () => {
  const yaml = (name: string) =>
    `steps:
      - {uses: actions/upload-artifact@v4, id: upload, with: {name: ${name}}}
      - {uses: ./, with: {artifact-ids: "\${{ steps.upload.outputs.artifact-id }}"}}`
  const { steps, run } = await demo.play(yaml('dist'))
  const dist = run.artifacts.items.find(({ name }) => name === 'dist')
  expect(steps[0]?.inputs).toEqual({ 'artifact-ids': String(dist?.id) })
  await expect(demo.play(yaml('other'))).rejects.toThrow(/step 1 is not run here, so it has no outputs$/)
})

test.each([
  ['on: workflow_dispatch', '', 'workflow_dispatch'],
  ['on: [schedule, push]', '', 'schedule'],
  ['on: {release: {types: [created]}}', '', 'release'],
  ['', '', 'push'],
  ['', '${{ github.event.number }}', 'pull_request'],
  ['', '${{ github.event.pull_request.head.sha || github.sha }}', 'pull_request'],
  ['', '${{ inputs.run }}', 'workflow_dispatch'],
  ['', '${{ github.event.workflow_run.id }}', 'workflow_run'],
  ['on: push', '${{ github.event.number }}', 'push']
])('a workflow with %j that reads %j is started by %s', async (on, name, event) => {
  const { run, steps } = await demo.play(
    `${on}\nsteps: [{uses: ./, with: {name: "${name}", event: "\${{ github.event_name }}"}}]`
  )
  expect(steps[0]?.inputs.event).toBe(event)
  expect(run.event).toBe(event)
})

test.each([
  ['{workflow_run: {workflows: [CI], types: [completed]}}', 'github.event.workflow_run.name', 'CI'],
  ['{workflow_run: {workflows: [Nightly]}}', 'github.event.workflow_run.conclusion', 'failure'],
  ['{pull_request: {types: [closed]}}', 'github.event.pull_request.merged', 'true'],
  ['{push: {tags: ["v*"]}}', 'github.ref', 'refs/tags/v1.0'],
  ['{release: }', 'github.event.release.tag_name', 'v1.0'],
  ['{release: }', 'github.ref', 'refs/tags/v1.0'],
  ['{schedule: [{cron: "1 2 3 4 5"}]}', 'github.event.schedule', '1 2 3 4 5'],
  ['{workflow_dispatch: {inputs: {a: {default: x}}}}', 'inputs.a', 'x'],
  ['{workflow_dispatch: {inputs: {a: {type: boolean}}}}', 'inputs.a', 'false'],
  ['{workflow_dispatch: {inputs: {a: {type: choice, options: [y, z]}}}}', 'github.event.inputs.a', 'y'],
  ['{repository_dispatch: {types: [go]}}', 'github.event.action', 'go']
])('on: %s gives %s the value %s', async (on, name, value) => {
  const { steps } = await demo.play(`on: ${on}\nsteps: [{uses: ./, with: {name: "\${{ ${name} }}"}}]`)
  expect(steps[0]?.inputs.name).toBe(value)
})

describe('inputs are of the event that started the run', () => {
  const yaml = `on:
      schedule: [{cron: "1 2 3 4 5"}]
      workflow_dispatch: {inputs: {dry-run: {type: boolean, default: true}}}
      workflow_call: {inputs: {dry-run: {type: string, default: called}}}
    steps: [{uses: ./, with: {name: "\${{ inputs.dry-run }}", event: "\${{ github.event_name }}"}}]`.replace(
    /^ {4}/gm,
    ''
  )

  test.each([
    [undefined, 'schedule', ''],
    ['schedule', 'schedule', ''],
    ['workflow_dispatch', 'workflow_dispatch', 'true'],
    ['workflow_call', 'workflow_call', 'called']
  ])('chosen: %j', async (chosen, event, name) => {
    const { steps } = await demo.play(yaml, undefined, chosen)
    expect(steps[0]?.inputs).toEqual({ event, name })
  })

  test('one that does not start it is refused', async () => {
    await expect(demo.play(yaml, undefined, 'push')).rejects.toThrow(
      new Error('push does not start it; on: schedule, workflow_dispatch, workflow_call')
    )
  })
})

test('a workflow_run of no workflow that is here is refused in one line', async () => {
  await expect(demo.play('on: {workflow_run: {workflows: [None]}}\nsteps: [{uses: ./}]')).rejects.toThrow(
    new Error('no run of None here that could have triggered this one')
  )
})
