import { errorOf } from '../support/log.js'
import { allowsPath, ON_WINDOWS } from '../support/platform.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { stepProblems, workspacePaths } from '../support/step-problems.js'

if (ON_WINDOWS) console.log('skipped: names that Windows does not allow')

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario({ strict: false })
})
afterEach(() => scenario.close())

describe('the name of an artifact as a folder', () => {
  test.each([
    '..',
    '.',
    '',
    'a/b',
    '../x',
    '/etc',
    'a\\b',
    'C:\\x',
    'a\0b',
    'a\nb',
    'x'.repeat(256),
    '..\\..\\x'
  ])('%j: refused, nothing written', async name => {
    await scenario.run.addArtifact(name, { files: { x: 'x' } })
    for (const inputs of [{ path: 'out' }, { path: 'out', 'skip-decompress': 'true' }]) {
      const step = await scenario.step(inputs)
      expect(stepProblems(step, scenario)).toEqual([])
      expect(step.code).toBe(1)
      expect(errorOf(step.stdout).title).toContain('(artifact-name-invalid)')
      expect(workspacePaths(scenario.job)).toEqual([])
    }
  })

  test.each(
    [
      '.thing',
      'foo..bar',
      '...',
      '__proto__',
      'constructor',
      'toString',
      '~',
      '-rf',
      '%2e%2e',
      '$HOME'
    ].filter(allowsPath)
  )('%j: a folder like any other', async name => {
    await scenario.run.addArtifact(name, { files: { __proto__: 'x', x: 'x' } })
    const step = await scenario.step({ path: 'out' })
    expect(stepProblems(step, scenario)).toEqual([])
    expect(step.code).toBe(0)
    expect(workspacePaths(scenario.job)).toContain(`out/${name}/x`)
    expect(Object.keys(JSON.parse(step.outputs.paths ?? ''))).toEqual([name])
  })
})

describe('the file name from storage', () => {
  const refused = [
    'filename="../evil.txt"',
    'filename="..%2fevil.txt"; filename*=UTF-8\'\'..%2fevil.txt',
    "filename*=UTF-8''%2e%2e%2fevil.txt",
    "filename*=UTF-8''..%5cevil.txt",
    "filename*=UTF-8''a%0ab.txt",
    "filename*=UTF-8''a%00b.txt",
    'filename="/etc/evil.txt"',
    'filename="a\\\\..\\\\evil.txt"',
    'filename=".."',
    // An invalid header has no name, so this should be an archive, which it is not.
    "filename=plain.txt; filename*=UTF-8''%zz.txt"
  ]
  test.each(refused)('%s: refused, nothing written', async header => {
    await scenario.run.addArtifact('report', { raw: Buffer.from('x'), contentType: 'text/plain' })
    const headers = { 'content-disposition': `attachment; ${header}` }
    scenario.server.fault({ match: { server: 'storage' }, times: 99, action: { headers } })
    const step = await scenario.step({ name: 'report', path: 'out', retries: '1' })
    expect(stepProblems(step, scenario)).toEqual([])
    expect(step.code).toBe(1)
    expect(workspacePaths(scenario.job)).toEqual([])
  })

  const allowed: [header: string, name: string][] = [
    ['filename="..%2fevil.txt"', '..%2fevil.txt'],
    ['filename="a \\"quoted\\" name.txt"', 'a "quoted" name.txt'],
    ["filename=plain.txt; filename*=UTF-8''na%C3%AFve.txt", 'naïve.txt'],
    ['filename="__proto__"', '__proto__']
  ]
  test.each(allowed.filter(([, name]) => allowsPath(name)))(
    '%s: the file is named %s',
    async (header, name) => {
      await scenario.run.addArtifact('report', { raw: Buffer.from('x'), contentType: 'text/plain' })
      const headers = { 'content-disposition': `attachment; ${header}` }
      scenario.server.fault({ match: { server: 'storage' }, times: 99, action: { headers } })
      const step = await scenario.step({ name: 'report', path: 'out' })
      expect(stepProblems(step, scenario)).toEqual([])
      expect(workspacePaths(scenario.job)).toEqual(['out/', `out/${name}`])
    }
  )
})

test('a name of 30 characters and globs that hang other matchers take less than 1 s', async () => {
  await scenario.run.addArtifact('a'.repeat(30), { files: { ['a'.repeat(30)]: 'x' } })
  for (const glob of [
    '*a*a*a*a*a*a*a*a*a*a*b',
    '**/**/**/**/**/**/**/b',
    '+(a|aa)+(a|aa)+(a|aa)b',
    '?*?*?*?*?*?*?*?*b'
  ]) {
    const start = performance.now()
    const listed = await scenario.step({ operation: 'list', pattern: glob })
    const picked = await scenario.step({ name: 'a'.repeat(30), files: glob, path: 'out' })
    expect(performance.now() - start).toBeLessThan(1000)
    for (const step of [listed, picked]) expect(stepProblems(step, scenario)).toEqual([])
    expect(listed.outputs.count).toBe('0')
  }
})
