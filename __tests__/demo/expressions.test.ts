import { DemoStage, type Played } from '../support/demo-stage.js'

let demo: DemoStage
beforeAll(async () => {
  demo = await DemoStage.start()
})
afterAll(() => demo.close())

/** Evaluates `text` as an input of the last step, where all contexts have values. */
async function inputOf(text: string, on = 'push'): Promise<{ value: string | undefined; played: Played }> {
  const yaml = JSON.stringify({
    name: 'Try',
    on,
    env: { WHO: 'workflow', GREETING: 'hello ${{ github.actor }}' },
    jobs: {
      first: {
        'runs-on': 'x',
        outputs: { ids: '${{ steps.list.outputs.ids }}' },
        steps: [{ id: 'list', uses: 'artifact-action/artifact-action@v1', with: { operation: 'list' } }]
      },
      second: {
        needs: 'first',
        strategy: { matrix: { os: ['linux', 'macos'], id: '${{ fromJSON(needs.first.outputs.ids) }}' } },
        env: { WHO: 'job', BOTH: '${{ env.GREETING }}!' },
        steps: [
          { id: 'before', uses: './', 'continue-on-error': true, with: { name: 'x' } },
          { uses: './', env: { WHO: 'step' }, with: { name: text } }
        ]
      }
    }
  })
  const played = await demo.play(yaml, ({ title }) =>
    title.startsWith('job first')
      ? { outputs: { ids: '[31,32]', found: 'true' } }
      : { code: 1, outputs: { found: 'false', 'artifact-id': '' } }
  )
  return { value: played.steps.at(-1)?.inputs.name, played }
}

test.each([
  ['${{ github.repository }}', 'octo-org/app'],
  ['${{ github.repository_owner }}', 'octo-org'],
  ['${{ github.event_name }}', 'push'],
  ['${{ github.ref }}', 'refs/heads/main'],
  ['${{ github.ref_name }}', 'main'],
  ['[${{ github.head_ref }}]', '[]'],
  ['${{ github.event.repository.full_name }}', 'octo-org/app'],
  ['${{ github.event.repository.default_branch }}', 'main'],
  ['[${{ github.event.pull_request.head.sha }}]', '[]'],
  ['${{ github.workflow }}', 'Try'],
  ['${{ GitHub.Repository }}', 'octo-org/app'],
  ["${{ github['event_name'] }}", 'push'],
  ['${{ env.WHO }}', 'step'],
  ['${{ env.BOTH }}', 'hello octocat!'],
  ['${{ matrix.os }}-${{ matrix.id }}', 'linux-31'],
  ['${{ strategy.job-total }}', '4'],
  ['[${{ vars.NONE }}]', '[]'],
  ['[${{ inputs.none }}]', '[]'],
  ['${{ needs.first.result }} ${{ needs.first.outputs.ids }}', 'success [31,32]'],
  ['${{ steps.before.outputs.found }}', 'false'],
  ['${{ steps.before.outcome }} ${{ steps.before.conclusion }}', 'failure success'],
  ['[${{ steps.none.outputs.x }}]', '[]'],
  ['${{ job.status }}', 'success'],
  ["${{ runner.os == 'Linux' || runner.os == 'macOS' || runner.os == 'Windows' }}", 'true'],
  ['a-${{ 1 }}-b-${{ true }}', 'a-1-b-true'],
  ["${{ 'it''s }} here' }}", "it's }} here"],
  ["${{ format('{0}-{1}', 'a', 2) }}", 'a-2'],
  ['${{ contains(fromJSON(\'["main", "dev"]\'), github.ref_name) }}', 'true'],
  ["${{ contains('Hello', 'hell') && startsWith('abc', 'AB') && endsWith('abc', 'bc') }}", 'true'],
  ["${{ join(fromJSON('[1, 2]'), '+') }}", '1+2'],
  ['${{ join(github.event.*.full_name) }}', 'octo-org/app'],
  ["${{ toJSON(fromJSON('[1]')) }}", '[\n  1\n]'],
  ["${{ matrix.id > 30 && 'large' || 'small' }}", 'large'],
  ['${{ success() }} ${{ failure() }} ${{ always() }} ${{ cancelled() }}', 'true false true false'],
  ['no expression: $ { { } }', 'no expression: $ { { } }']
])('%s is %j', async (text, expected) => {
  expect((await inputOf(text)).value).toBe(expected)
})

test('the github context has the values of the current run and the server', async () => {
  const { value, played } = await inputOf(
    ['run_id', 'sha', 'api_url', 'server_url'].map(key => `\${{ github.${key} }}`).join(' ')
  )
  const { apiUrl } = demo.server
  expect(value?.split(' ')).toEqual([
    String(played.run.id),
    played.run.head_sha,
    apiUrl,
    new URL(apiUrl).origin
  ])
})

test('folders and tokens belong to the job; a secret is another token', async () => {
  const { value = '' } = await inputOf(
    [
      'github.workspace',
      'runner.temp',
      'github.token',
      'secrets.GITHUB_TOKEN',
      'secrets.ANY',
      'github.event_path'
    ]
      .map(name => `\${{ ${name} }}`)
      .join('|')
  )
  const [workspace, temp, token, same, secret, event] = value.split('|')
  expect([workspace, temp, event]).toEqual([
    expect.stringMatching(/[\\/]work$/),
    expect.stringMatching(/[\\/]temp$/),
    expect.stringMatching(/[\\/]event\.json$/)
  ])
  expect(token).toMatch(/^ghs_/)
  expect(same).toBe(token)
  expect(secret).toBe(demo.server.token)
  expect(secret).not.toBe(token)
})

const PULL_REQUEST =
  '${{ github.event.number }} ${{ github.head_ref }} ${{ github.base_ref }} ${{ github.ref }} ${{ github.event.action }}'

test('a pull request has its number, its branch and a merge commit that differs from the head', async () => {
  const { value, played } = await inputOf(
    `${PULL_REQUEST} \${{ github.event.pull_request.head.sha }} \${{ github.sha }}`,
    'pull_request'
  )
  const [number, head, base, ref, action, headSha, sha] = value?.split(' ') ?? []
  expect([number, head, base, ref, action]).toEqual([
    '42',
    'feature/login',
    'main',
    'refs/pull/42/merge',
    'synchronize'
  ])
  expect(headSha).toBe(played.run.head_sha)
  expect(sha).not.toBe(headSha)
  expect(played.run).toMatchObject({ event: 'pull_request', head_branch: 'feature/login' })
})

test.each([
  ['${{ foo.bar }}', "Unrecognized named-value: 'foo'"],
  ['${{ nope() }}', "Unrecognized function: 'nope'"],
  ['${{ format() }}', "Too few parameters supplied: 'format'"],
  ['${{ 1 + 2 }}', "Unexpected symbol: '+'. Located at position 4 within expression: 1 + 2"],
  ["${{ hashFiles('**/package-lock.json') }}", 'checkout'],
  ['${{ }}', 'empty'],
  ['${{ github.event', '}} is missing'],
  ['${{ github.event }}', 'a map, not a string'],
  ["${{ fromJSON('[1]') }}", 'a list, not a string'],
  ["${{ fromJSON('no') }}", 'Error parsing JSON when evaluating fromJson']
])('%s is an error of one line: %s', async (text, reason) => {
  const { message } = (await inputOf(text).catch((thrown: unknown) => thrown)) as Error
  expect(message).not.toContain('\n')
  const start = `job second, step 2: name: ${text} cannot be evaluated: `
  expect([message.slice(0, start.length), message]).toEqual([start, expect.stringContaining(reason)])
})
