import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitHubServer, Repository, Run, RunFields } from './github-server/index.js'
import { errorsIn } from './log.js'
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
  /** Inputs that hold what the server called things. */
  given?: (world: CaseWorld) => Record<string, string>
  /** More variables of the step: none unless told. */
  environment?: (server: GitHubServer, run: Run) => Record<string, string>
  /** What else is wrong after a step. */
  problems?: (world: CaseWorld, step: StepResult) => string[]
  /** Items a page of the server; as many as are asked for unless told. */
  pageSizeCap?: number
  /** What is on the server. */
  arrange(world: CaseWorld): Promise<unknown>
  /** What is right when it passes, as the outputs have it. */
  outputs: Record<string, string>
  /** Where under `path` an artifact's one file goes, which says its name: `NAME.txt`, unless told. */
  fileOf?: (name: string) => string
  /** Where it cannot pass: how its error begins. */
  fails?: RegExp
}

const upload = (run: Run, name: string) => run.addArtifact(name, { files: { [`${name}.txt`]: name } })
const doneRun = ({ repository }: CaseWorld, fields: Omit<RunFields, 'workflow'> = {}) => {
  const [workflow] = repository.workflows.items
  if (workflow === undefined) throw new Error('there is no workflow')
  return repository.addRun({ workflow, ...fields })
}
/** The ids of all artifacts, in a list. */
const allIds = ({ repository }: CaseWorld) => ({
  'artifact-ids': repository.artifacts.items.map(({ id }) => id).join()
})
const COMMIT = 'c0ffee'.padEnd(40, '0')

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
    title: 'get of an ancestor of a commit, on the second branch',
    inputs: { operation: 'get', name: 'a', commit: COMMIT, ancestors: '2', branch: 'fix\nmain' },
    arrange: async world => {
      const parent = world.repository.addCommit()
      world.repository.addCommit({ sha: COMMIT, parents: [parent] })
      await upload(doneRun(world, { head_sha: parent.sha }), 'a')
    },
    outputs: { names: '["a"]' }
  },
  {
    title: 'get of a run by its number',
    inputs: { operation: 'get', name: 'a', workflow: 'ci.yml', 'run-number': '1' },
    pageSizeCap: 1,
    arrange: async world => {
      doneRun(world)
      await upload(world.run, 'a')
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
    inputs: { path: 'out' },
    given: allIds,
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
    arrange: async world => {
      world.repository.addTag('v1')
      const gone = doneRun(world, { head_branch: 'gone' })
      for (const name of ['a', 'b']) {
        await gone.addArtifact(name, { blob: null, created_at: new Date(Date.now() - 3_600_000) })
      }
    },
    outputs: { 'deleted-count': '2', count: '2' }
  },
  {
    title: 'delete by ids',
    inputs: { operation: 'delete' },
    given: allIds,
    arrange: async ({ run }) => [await upload(run, 'a'), await upload(run, 'b')],
    outputs: { 'deleted-count': '2', 'gone-count': '0' }
  },
  {
    title: 'delete of the current run, by name',
    inputs: { operation: 'delete', name: 'a' },
    arrange: ({ run }) => upload(run, 'a'),
    outputs: { 'deleted-count': '1' }
  },
  {
    title: 'get by id',
    inputs: { operation: 'get', summary: 'true' },
    given: allIds,
    arrange: ({ run }) => upload(run, 'a'),
    outputs: { names: '["a"]' }
  },
  {
    title: 'get of an event, by name',
    inputs: { operation: 'get', name: 'a', event: 'push' },
    arrange: world => upload(doneRun(world), 'a'),
    outputs: { names: '["a"]' }
  },
  {
    title: 'list of a repository, of a workflow whose runs are listed',
    inputs: { operation: 'list', scope: 'repository', workflow: 'ci.yml', event: 'push' },
    // More than are asked for one by one.
    arrange: async world => {
      for (let count = 0; count < 9; count++) doneRun(world).listArtifact(`a${count}`)
    },
    outputs: { count: '9', 'artifact-name': 'a8' }
  },
  {
    title: 'delete of what each workflow has too many of',
    inputs: { operation: 'delete', scope: 'repository', 'keep-latest': '1', 'group-by': 'workflow' },
    arrange: async world => [await upload(doneRun(world), 'a'), await upload(doneRun(world), 'b')],
    outputs: { 'deleted-count': '1' }
  },
  {
    title: 'get of a run that is over, waited for in vain',
    inputs: { operation: 'get', name: 'b', 'wait-timeout': '1m' },
    given: ({ repository }) => ({ 'run-id': String(repository.runs.items.at(-1)?.id) }),
    arrange: world => upload(doneRun(world), 'a'),
    outputs: {},
    fails: /^Not found in run \d+ of .*: "b" \(.*"a"\)/
  },
  {
    title: 'download of a commit, one of two files',
    inputs: { path: 'out', name: 'a', commit: COMMIT, files: '*.txt' },
    arrange: world => upload(doneRun(world, { head_sha: COMMIT }), 'a'),
    outputs: { 'file-count': '1' }
  },
  {
    title: 'download of a repository, by pattern',
    inputs: { path: 'out', scope: 'repository', pattern: '*', 'merge-multiple': 'true', branch: 'main' },
    arrange: async world => [await upload(world.run, 'a'), await upload(doneRun(world), 'b')],
    outputs: { 'digest-verified': 'true', 'file-count': '2' }
  }
]

/** The inputs of a case, with what the server called things. */
export function inputsOf({ inputs, given }: OperationCase, world: CaseWorld): Record<string, string> {
  return { ...inputs, ...given?.(world) }
}

/**
 * What is not as the step says: each artifact that is gone was counted, none of them is lost (a download's files are
 * there before it is deleted), and a step that passed did what was asked.
 */
export function contradictions(
  { outputs: right, inputs, fileOf = name => `${name}.txt` }: OperationCase,
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
    const there = (name: string) => readIfThere(join(job.workspace, 'out', fileOf(name))) === name
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

/** What is not right about the end of a case that met nothing, or what other tries got the better of. */
export function wrongEnd({ fails }: OperationCase, { code, stdout }: StepResult): string[] {
  const told = errorsIn(stdout).map(({ message }) => message)
  const isRight = fails === undefined ? code === 0 : code === 1 && told.every(text => fails.test(text))
  return isRight ? [] : [`exit ${code}: ${told.join()}`]
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
