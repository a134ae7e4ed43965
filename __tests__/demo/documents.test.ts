import { readWorkflow } from '../../scripts/demo/workflow.js'
import { DemoStage } from '../support/demo-stage.js'
import { projectFiles, readProjectFile } from '../support/project.js'

const OURS = /^\s*(?:- )?uses: (?:https:\/\/github\.com\/)?artifact-action\/artifact-action/gm

const snippets = projectFiles('README.md', 'docs/*.md').flatMap(file =>
  [...readProjectFile(file).matchAll(/```ya?ml\n(.*?)```/gs)].map(
    ({ 1: yaml = '', index }): [string, string] => [
      `${file}, line ${readProjectFile(file).slice(0, index).split('\n').length}`,
      yaml
    ]
  )
)

let demo: DemoStage
beforeAll(async () => {
  demo = await DemoStage.start()
})
afterAll(() => demo.close())

test('the documents have examples', () => {
  expect(snippets.length).toBeGreaterThan(30)
})

const countOf = (yaml: string) => yaml.match(OURS)?.length ?? 0

test.each(snippets.filter(([, yaml]) => countOf(yaml) > 0))(
  '%s: all its steps run, with all expressions evaluated',
  async (_, yaml) => {
    const { steps } = await demo.play(yaml, () => ({ outputs: { found: 'true', ids: '[1, 2]' } }))
    const ours = readWorkflow(yaml).jobs.flatMap(job => job.steps.filter(({ isOurs }) => isOurs))
    expect(ours).toHaveLength(countOf(yaml))
    expect(steps).not.toEqual([])
    expect(JSON.stringify(steps.map(({ inputs, env }) => ({ inputs, env })))).not.toContain('${{')
  }
)

test.each(snippets.filter(([, yaml]) => countOf(yaml) === 0))(
  '%s: the error says that no step uses this action',
  async (_, yaml) => {
    await expect(demo.play(yaml)).rejects.toThrow(/^no step .*artifact-action\/artifact-action$/)
  }
)
