import { createHash } from 'node:crypto'
import { zipFiles } from '../support/artifact-zip.js'
import { errorCodeOf } from '../support/log.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { workspacePaths } from '../support/step-problems.js'
import { rowsOf } from '../support/sweep.js'

const WRONG = '0'.repeat(64)
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let scenario: Scenario
let small: string
let large: string
beforeEach(async () => {
  scenario = await startScenario()
  const zip = await zipFiles({ 'a.txt': 'a' })
  const big = await zipFiles({ 'b.bin': pseudoRandomBytes(9 << 20) })
  small = sha256(zip)
  large = sha256(big)
  await scenario.run.addArtifact('small', { zip })
  await scenario.run.addArtifact('large', { zip: big })
  await scenario.run.addArtifact('unlisted', { zip: big, digest: null })
})
afterEach(() => scenario.close())

const transfers = () => scenario.server.requests.filter(({ server }) => server === 'storage').length
const step = (inputs: Record<string, string>) => scenario.step({ path: 'out', ...inputs })

test('a right digest', async () => {
  const digests = [
    small,
    `sha256:${small}`,
    `SHA256:${small.toUpperCase()}`,
    `small=sha256:${small}`,
    `small=${small}`
  ]
  for (const digest of digests) {
    const { code, outputs } = await step({ name: 'small', 'expected-digest': digest })
    expect([digest, code, outputs['digest-verified']]).toEqual([digest, 0, 'true'])
  }
  const all = `small=${small}\n\n unlisted=sha256:${large}`
  const { code, outputs } = await step({ 'expected-digest': all })
  expect([code, outputs['digest-verified']]).toEqual([0, 'true'])
  expect((await step({ name: 'small', 'expected-digest': '*' })).code).toBe(0)
})

const HANDLINGS = ['error', 'warn', 'info', 'ignore']
test.each(rowsOf(HANDLINGS, handling => handling === 'error' || handling === 'ignore'))(
  'a wrong digest fails, digest-mismatch: %s',
  async handling => {
    const inputs = { 'expected-digest': WRONG, 'digest-mismatch': handling }
    const listed = await step({ ...inputs, name: 'small' })
    expect([listed.code, errorCodeOf(listed.stdout), transfers()]).toEqual([1, 'digest-mismatch', 0])
    const bytes = await step({ ...inputs, name: 'unlisted' })
    expect([bytes.code, errorCodeOf(bytes.stdout)]).toEqual([1, 'digest-mismatch'])
    expect(transfers()).toBeGreaterThan(0)
    expect(workspacePaths(scenario.job)).toEqual([])
  }
)

test('a wrong listed digest stops only its artifact', async () => {
  const { code, outputs, stdout } = await step({ 'expected-digest': `large=${WRONG}\nsmall=${small}` })
  expect([code, outputs['failed-count'], outputs['digest-verified']]).toEqual([1, '1', 'false'])
  expect(stdout).toContain(WRONG)
  expect(workspacePaths(scenario.job)).toEqual([
    'out/',
    'out/small/',
    'out/small/a.txt',
    'out/unlisted/',
    'out/unlisted/b.bin'
  ])
})

test('one digest is for nothing if no artifact is found', async () => {
  const inputs = { name: 'none', 'if-no-artifact-found': 'ignore', 'expected-digest': WRONG }
  expect((await step(inputs)).code).toBe(0)
})

test.each<[string, (right: string) => Record<string, string>]>([
  ['a name that is not selected', right => ({ name: 'small', 'expected-digest': `other=${right}` })],
  ['one digest for several artifacts', right => ({ 'expected-digest': right })],
  ['files', right => ({ name: 'small', 'expected-digest': right, files: '*.txt' })],
  ['an empty value', () => ({ name: 'small', 'expected-digest': '' })],
  ['too few digits', right => ({ name: 'small', 'expected-digest': right.slice(1) })],
  ['a name twice', right => ({ 'expected-digest': `small=${right}\nsmall=${right}` })],
  ['a digest with a name and one without', right => ({ 'expected-digest': `small=${right}\n${right}` })]
])('%s fails before any transfer', async (_, inputs) => {
  const { code, stdout } = await step(inputs(small))
  expect([code, errorCodeOf(stdout), transfers()]).toEqual([1, 'input-invalid', 0])
  expect(workspacePaths(scenario.job)).toEqual([])
})
