import { type Answer, DemoStage } from '../support/demo-stage.js'

let demo: DemoStage
beforeAll(async () => {
  demo = await DemoStage.start()
})
afterAll(() => demo.close())

/** A step with the name `fails` fails. */
const failing: Answer = ({ inputs }) => ({ code: inputs.name === 'fails' ? 1 : 0 })
const namesOf = (steps: readonly { inputs: Readonly<Record<string, string>> }[]) =>
  steps.map(({ inputs }) => inputs.name)

test('after a failed step, only steps with a status function run', async () => {
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
    expect.stringMatching(/^job a, step 1 failed\b.* always\(\) or failure\(\)/),
    ...[2, 3, 7].map(step => expect.stringMatching(RegExp(`^job a, step ${step} is skipped.* step failed$`)))
  ])
  expect(isSuccess).toBe(false)
})

test('a job continues after a failed step with continue-on-error', async () => {
  const { steps, said, isSuccess } = await demo.play(
    `steps:
      - {uses: ./, id: first, continue-on-error: true, with: {name: fails}}
      - {uses: ./, if: steps.first.outcome == 'failure', with: {name: next}}
      - {uses: ./, if: failure(), with: {name: on failure}}`,
    failing
  )
  expect(namesOf(steps)).toEqual(['fails', 'next'])
  expect(said).toEqual([
    expect.stringMatching(/^step 1 failed.* continues \(continue-on-error\)$/),
    expect.stringMatching(/^step 3 is skipped.* condition is false: failure\(\)$/)
  ])
  expect(isSuccess).toBe(true)
})

test.each([
  ['true', true],
  ['false', false],
  ["github.event_name == 'push'", true],
  ["${{ github.event_name != 'push' }}", false],
  // As on GitHub: with text around the expression, the condition is a string, and not empty.
  ["${{ github.event_name != 'push' }} && false", true],
  ["contains(github.ref, 'main') && !github.event.deleted", true],
  ["env.WHO == 'step'", true]
])('if: %s evaluates to %s', async (condition, isMet) => {
  const { steps } = await demo.play(
    JSON.stringify({
      on: 'push',
      jobs: { a: { steps: [{ uses: './', if: condition, env: { WHO: 'step' } }] } }
    })
  )
  expect(steps).toHaveLength(isMet ? 1 : 0)
})

test('the demo names the steps that it does not run', async () => {
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
    expect.stringMatching(/^job a: 3 .*not run.*\(actions\/checkout, run: make, run: make test\)$/),
    expect.stringMatching(/^job a: 1 .*not run.*\(actions\/cache\/save\)$/),
    expect.stringMatching(/^job a: 1 .*skipped.*\(run: never\)$/),
    expect.stringMatching(/^job b: 1 .*not run.*\(run: x\)$/),
    expect.stringMatching(/^job c: not run.* reusable workflows$/)
  ])
  expect(steps).toHaveLength(1)
})

test('a job runs after the jobs that it needs, and reads their results', async () => {
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
    expect.stringMatching(/^job fine: failed.* continues \(continue-on-error\)$/),
    expect.stringMatching(/^job neither: skipped.* needs: did not succeed$/),
    expect.stringMatching(/^job never: skipped.* needs: did not succeed$/)
  ])
  expect(isSuccess).toBe(false)
})

test('each job has its own permissions and folder', async () => {
  const { permissions, steps } = await demo.play(
    `permissions: {actions: read}
jobs:
  a: {steps: [{uses: ./, with: {path: "\${{ runner.temp }}"}}]}
  b: {permissions: {actions: write}, steps: [{uses: ./, with: {path: "\${{ runner.temp }}"}}]}`
  )
  expect(permissions).toEqual([{ actions: 'read' }, { actions: 'write' }])
  expect(steps[0]?.inputs.path).not.toBe(steps[1]?.inputs.path)
})

test('a step has the variables of workflow, job and step, except unknown values', async () => {
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
    expect.stringMatching(/^job a: 1 .*not run.*\(run: x\)$/),
    expect.stringMatching(
      /^job a, step 2: .*\bLOST is not set: job a, step 2: env\.LOST: \$\{\{ steps\.run\.outputs\.x \}\} .*not run job a, step 1\b/
    )
  ])
})

test('the first combination of a matrix runs', async () => {
  const { steps, said } = await demo.play(
    `jobs: {a: {strategy: {matrix: {shard: [1, 2], os: [x]}}, steps: [{uses: ./, with: {shard: "\${{ matrix.shard }}/\${{ strategy.job-total }}"}}]}}`
  )
  expect(said).toEqual([expect.stringMatching(/^job a: .*first of 2 .*\(shard: 1, os: x\)$/)])
  expect(steps[0]?.inputs).toEqual({ shard: '1/2' })
})

test('outputs of a step that the demo does not run are unknown', async () => {
  await expect(
    demo.play(
      `jobs:
        a: {outputs: {x: "\${{ steps.run.outputs.x }}"}, steps: [{run: x, id: run}]}
        b: {needs: a, steps: [{uses: ./, with: {name: "\${{ needs.a.outputs.x }}"}}]}`
    )
  ).rejects.toThrow(
    /^job b, step 1: name: \$\{\{ needs\.a\.outputs\.x \}\} .*job a: outputs\.x: \$\{\{ steps\.run\.outputs\.x \}\} .*not run job a, step 1\b[^\n]*$/
  )
})

test('upload-artifact has outputs if the run has the artifact', async () => {
  const yaml = (name: string) =>
    `steps:
      - {uses: actions/upload-artifact@v4, id: upload, with: {name: ${name}}}
      - {uses: ./, with: {artifact-ids: "\${{ steps.upload.outputs.artifact-id }}"}}`
  const { steps, run } = await demo.play(yaml('dist'))
  const dist = run.artifacts.items.find(({ name }) => name === 'dist')
  expect(steps[0]?.inputs).toEqual({ 'artifact-ids': String(dist?.id) })
  await expect(demo.play(yaml('other'))).rejects.toThrow(/not run step 1\b/)
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
])('a workflow with %j that reads %j is triggered by %s', async (on, name, event) => {
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

describe('inputs belong to the event that triggers the run', () => {
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

  test('an event that is not in on: is an error', async () => {
    await expect(demo.play(yaml, undefined, 'push')).rejects.toThrow(
      /\bpush\b.*\(schedule, workflow_dispatch, workflow_call\)$/
    )
  })
})

test('workflow_run of an unknown workflow is an error of one line', async () => {
  await expect(demo.play('on: {workflow_run: {workflows: [None]}}\nsteps: [{uses: ./}]')).rejects.toThrow(
    /^on\.workflow_run: [^\n]*\bNone$/
  )
})
