import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Repository, Run } from './github-server/index.js'
import type { Job, StepResult } from './runner.js'

/** What a case works in. */
export interface CaseWorld {
  repository: Repository
  run: Run
  job: Job
}

/** One way to use the action, which sends every kind of request in one of the cases. */
export interface OperationCase {
  title: string
  inputs: Record<string, string>
  /** Items a page of the server; as many as are asked for unless told. */
  pageSizeCap?: number
  /** What is on the server. */
  arrange(world: CaseWorld): Promise<unknown>
  /** What is right when it passes, as the outputs have it. */
  outputs: Record<string, string>
}

const upload = (run: Run, name: string) => run.addArtifact(name, { files: { [`${name}.txt`]: name } })
const doneRun = ({ repository }: CaseWorld) => {
  const [workflow] = repository.workflows.items
  if (workflow === undefined) throw new Error('there is no workflow')
  return repository.addRun({ workflow })
}

export const OPERATION_CASES: OperationCase[] = [
  {
    title: 'list of a repository, two pages',
    inputs: { operation: 'list', scope: 'repository' },
    pageSizeCap: 1,
    arrange: async ({ run }) => [await upload(run, 'a'), await upload(run, 'b')],
    outputs: { names: '["b","a"]' }
  },
  {
    title: 'get of a workflow, by name',
    inputs: { operation: 'get', name: 'a', workflow: 'ci.yml' },
    arrange: world => upload(doneRun(world), 'a'),
    outputs: { names: '["a"]' }
  },
  {
    title: 'list of a pull request, by pattern',
    inputs: { operation: 'list', pattern: '*', 'pull-request': '5' },
    arrange: world => {
      world.repository.addPullRequest({ number: 5, headBranch: 'main' })
      return upload(doneRun(world), 'a')
    },
    outputs: { names: '["a"]' }
  },
  {
    title: 'list of a workflow whose artifacts are old',
    inputs: { operation: 'list', workflow: 'ci.yml', 'newer-than': '1970-01-01' },
    pageSizeCap: 1,
    arrange: async world => {
      await upload(doneRun(world), 'a')
      return [await upload(world.run, 'x'), await upload(world.run, 'y')]
    },
    outputs: { names: '["a"]' }
  },
  {
    title: 'download of the current run, deleted after',
    inputs: { path: 'out', 'merge-multiple': 'true', 'delete-after': 'true' },
    arrange: ({ run }) => upload(run, 'a'),
    outputs: { 'digest-verified': 'true', 'file-count': '1', 'deleted-count': '1' }
  },
  {
    title: 'download by id',
    inputs: { path: 'out', 'artifact-ids': '1' },
    arrange: ({ run }) => upload(run, 'a'),
    outputs: { 'digest-verified': 'true', 'file-count': '1' }
  },
  {
    title: 'delete of branches that are gone',
    inputs: {
      operation: 'delete',
      scope: 'repository',
      'gone-branches': 'true',
      'older-than': '1s',
      summary: 'true'
    },
    arrange: async ({ repository }) => {
      repository.addTag('v1')
      const [workflow] = repository.workflows.items
      if (workflow === undefined) throw new Error('there is no workflow')
      const gone = repository.addRun({ workflow, head_branch: 'gone' })
      for (const name of ['a', 'b']) {
        await gone.addArtifact(name, { blob: null, created_at: new Date(Date.now() - 3_600_000) })
      }
    },
    outputs: { 'deleted-count': '2', count: '2' }
  }
]

/** The inputs of a case, with the id that the server gave. */
export function inputsOf({ inputs }: OperationCase, { repository }: CaseWorld): Record<string, string> {
  const [artifact] = repository.artifacts.items
  return inputs['artifact-ids'] === undefined ? inputs : { ...inputs, 'artifact-ids': String(artifact?.id) }
}

/**
 * What is not as the step says: each artifact that is gone was counted, none of them is lost (a download's files are
 * there before it is deleted), and a step that passed did what was asked.
 */
export function contradictions(
  { outputs: right, inputs }: OperationCase,
  { repository, job }: CaseWorld,
  { code, outputs }: StepResult,
  had: readonly string[]
): string[] {
  const wrong: string[] = []
  const has = new Set(repository.artifacts.items.map(({ name }) => name))
  const gone = had.filter(name => !has.has(name))
  const counted = Number(outputs['deleted-count'] ?? 0)
  // An answer that was lost may hide one deletion, when the tries are used up.
  if (gone.length < counted) wrong.push(`${counted} deleted by its own word, ${gone.length} by the server's`)
  if (code === 0 && gone.length !== counted) wrong.push(`${gone.length} are gone, ${counted} were counted`)
  if (inputs.path !== undefined) {
    const there = (name: string) => readIfThere(join(job.workspace, 'out', `${name}.txt`)) === name
    for (const name of gone) if (!there(name)) wrong.push(`"${name}" is deleted and not in place`)
    if (code === 0) for (const name of had) if (!there(name)) wrong.push(`"${name}" is not in place`)
  }
  if (code === 0) {
    for (const [name, value] of Object.entries(right)) {
      if (outputs[name] !== value) wrong.push(`${name} is ${outputs[name]}, not ${value}`)
    }
  }
  return wrong
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
