import { projectFiles } from '../support/project.js'
import type { Samples } from './samples/samples.js'

// The snapshot is the page to review when a text changes. To update it: npm test -- __tests__/messages -u

/** Formats of values, which have tests of their own, and types. */
const WITHOUT_SAMPLES = ['printable', 'plural', 'size', 'duration', 'reporter']

const areas = projectFiles('src/messages/*.ts')
  .map(file => file.replace(/^.*\/|\.ts$/g, ''))
  .filter(area => !WITHOUT_SAMPLES.includes(area))
const sampleFiles = projectFiles('__tests__/messages/samples/*.ts')
  .map(file => file.replace(/^.*\/|\.ts$/g, ''))
  .filter(area => area !== 'samples')

async function samplesOf(area: string): Promise<Samples> {
  if (!sampleFiles.includes(area)) return {}
  const exported = Object.values((await import(`./samples/${area}.ts`)) as Record<string, Samples>)
  return Object.assign({}, ...exported) as Samples
}

/** All samples of an area, as a page of Markdown. */
function pageOf(samples: Samples): string {
  return Object.entries(samples)
    .map(([name, renders]) => `## ${name}\n\n${renders.map(render => render()).join('\n\n---\n\n')}`)
    .join('\n\n')
}

// The texts as they are, without quotes and escapes.
expect.addSnapshotSerializer({ test: value => typeof value === 'string', serialize: String })

test('every file of samples belongs to a file of messages', () => {
  expect(sampleFiles.filter(area => !areas.includes(area))).toEqual([])
})

describe.each(areas)('%s', area => {
  test('every exported function has samples', async () => {
    const exported = (await import(`../../src/messages/${area}.ts`)) as Record<string, unknown>
    const functions = Object.keys(exported).filter(name => typeof exported[name] === 'function')
    const samples = await samplesOf(area)
    expect(functions.filter(name => (samples[name] ?? []).length === 0)).toEqual([])
    expect(Object.keys(samples).filter(name => !functions.includes(name))).toEqual([])
  })

  test('texts', async () => {
    const page = pageOf(await samplesOf(area))
    expect(page).not.toBe('')
    expect(page).toMatchSnapshot()
  })
})
