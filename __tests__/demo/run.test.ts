import { DemoProcess } from '../support/demo-process.js'

let demo: DemoProcess
beforeEach(() => {
  demo = new DemoProcess()
})
afterEach(() => demo.close())

const OURS = 'uses: artifact-action/artifact-action@v1'

test('a file runs: the demo shows the repositories, the steps with their results, and the steps that it does not run', async () => {
  const { code, lines, stdout, stderr } = await demo.runFile(`
on: workflow_dispatch
jobs:
  look:
    permissions: {actions: read}
    env: {GITHUB_OUTPUT: ignored, RUNNER_TEMP: ignored}
    outputs: {id: '\${{ steps.list.outputs.artifact-id }}'}
    steps:
      - {run: make}
      - {id: list, ${OURS}, with: {operation: list, scope: repository, branch: release/1.0, name: dist}}
  fetch:
    needs: look
    permissions: {actions: read}
    steps:
      - {${OURS}, with: {artifact-ids: '\${{ needs.look.outputs.id }}', path: '\${{ runner.temp }}/got'}}
      - {${OURS}, continue-on-error: true, with: {name: dits, github-token: '\${{ secrets.X }}'}}
      - {${OURS}, with: {operation: delete, name: dist, backend: rest}}
      - {${OURS}, with: {name: dist}}
`)
  const started = (start: string) => lines.filter(line => line.startsWith(start))
  expect(stderr).toBe('')
  expect(code).toBe(1)
  expect(stdout).toMatch(/\btry\.yml .*run \d+ of octo-org\/app, triggered by workflow_dispatch\.$/m)
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}\d+ {2}build\.yml +release\/1\.0 +push +success +5 d/)
  )
  expect(started('━━')).toEqual([
    '━━ 1. job look, step 2',
    '━━ 2. job fetch, step 1',
    '━━ 3. job fetch, step 2',
    '━━ 4. job fetch, step 3'
  ])
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^job look: 1 other step .*\(run: make\)$/),
      expect.stringMatching(/^ {6}artifact-ids: \d+ # \$\{\{ needs\.look\.outputs\.id \}\}$/),
      expect.stringMatching(/^ {2}Error: .*\(artifact-not-found\)$/),
      '      github-token: *** # ${{ secrets.X }}',
      expect.stringMatching(/^job fetch, step 2 failed.*\(continue-on-error\)$/),
      // The job has no permission to delete.
      expect.stringMatching(/^ {2}Error: .*\(api-forbidden\)$/),
      expect.stringMatching(/^job fetch, step 3 failed.* always\(\) or failure\(\)/),
      expect.stringMatching(/^job fetch, step 4 is skipped/)
    ])
  )
})

test('--help lists the options', async () => {
  const { code, stdout } = await demo.run(['--help'])
  expect(code).toBe(0)
  for (const option of ['--event', '--repo']) expect(stdout).toContain(`npm run demo -- ${option} `)
  expect(await demo.run(['--event', 'push'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--event .*\bFILE$/)
  })
})
