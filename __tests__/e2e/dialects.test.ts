import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import type { Run, ServerDialect } from '../support/github-server/index.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import type { StepResult } from '../support/runner.js'
import { annotations, DIALECTS, LACKS, type Stage, startStage } from '../support/stage.js'
import { rowsOf } from '../support/sweep.js'

// The same scenarios on every server, as a job of that server starts dist/index.js.

interface Scenario {
  title: string
  /** Where it makes no sense. */
  not: readonly ServerDialect[]
  /** Where `npm test` plays it. */
  quickOn?: readonly ServerDialect[]
  /** Returns the steps' results, and what they left. */
  play: (stage: Stage) => Promise<{ results: StepResult[]; left: unknown }>
  left: unknown
}

const upload = (run: Run, name: string) => run.addArtifact(name, { files: { [`${name}.txt`]: name } })

const SCENARIOS: readonly Scenario[] = [
  {
    title: 'list, get and download in the current run',
    not: [],
    quickOn: ['forgejo', 'act'],
    play: async stage => {
      await upload(stage.at.run, 'a')
      await upload(stage.at.run, 'b')
      const results = [
        await stage.step({ operation: 'list' }),
        await stage.step({ operation: 'get', name: 'a' }),
        await stage.step({ name: 'a', path: 'one' }),
        await stage.step({ path: 'all' }),
        await stage.step({ pattern: '*', path: 'merged', 'merge-multiple': 'true', files: 'b.txt' })
      ]
      const counts = results.map(({ outputs }) => outputs.count)
      return { results, left: [counts, stage.files('one'), stage.files('all'), stage.files('merged')] }
    },
    left: [['2', '1', '1', '2', '2'], ['a.txt'], ['a/a.txt', 'b/b.txt'], ['b.txt']]
  },
  {
    title: 'delete in the current run, and after a download',
    not: [],
    quickOn: ['act'],
    play: async stage => {
      for (const name of ['a', 'b', 'c']) await upload(stage.at.run, name)
      const results = [
        await stage.step({ operation: 'delete', name: 'a' }),
        await stage.step({ name: 'b', path: 'out', 'delete-after': 'true' })
      ]
      return { results, left: [results.map(({ outputs }) => outputs['deleted-count']), stage.names] }
    },
    left: [['1', '1'], ['c']]
  },
  {
    title: 'an optional artifact that does not exist',
    not: [],
    play: async stage => {
      await upload(stage.at.run, 'a')
      const results = [await stage.step({ name: 'x', 'if-no-artifact-found': 'ignore' })]
      return { results, left: results[0]?.outputs.found }
    },
    left: 'false'
  },
  {
    title: 'list, download and delete in another run, and by id',
    not: LACKS['other runs'],
    quickOn: ['gitea'],
    play: async stage => {
      const other = stage.addRun()
      const { id } = await upload(other, 'a')
      await upload(other, 'b')
      const run = { 'run-id': String(other.id) }
      const results = [
        await stage.step({ operation: 'list', ...run }),
        await stage.step({ name: 'b', path: 'of-run', ...run }),
        await stage.step({ 'artifact-ids': String(id), path: 'by-id' }),
        await stage.step({ operation: 'delete', pattern: '*', ...run })
      ]
      return { results, left: [stage.files('of-run'), stage.files('by-id'), stage.names] }
    },
    left: [['b.txt'], ['a.txt'], []]
  },
  {
    title: 'a search for a run, and one by its number',
    not: LACKS['a list of runs'],
    quickOn: ['forgejo'],
    play: async stage => {
      const other = stage.addRun()
      await upload(other, 'a')
      const failed = stage.addRun({ conclusion: 'failure' })
      await upload(failed, 'a')
      const results = [
        await stage.step({ name: 'a', branch: 'main', path: 'of-branch' }),
        await stage.step({ name: 'a', workflow: 'ci.yml', event: 'push', path: 'of-workflow' }),
        await stage.step({ name: 'a', commit: other.head_sha, path: 'of-commit' }),
        await stage.step({
          name: 'a',
          workflow: 'ci.yml',
          'run-number': String(failed.run_number),
          path: 'n'
        })
      ]
      const ids = results.map(({ outputs }) => Number(outputs['run-id']) - other.id)
      return { results, left: [ids, stage.files('of-branch'), stage.files('n')] }
    },
    left: [[0, 0, 0, 1], ['a.txt'], ['a.txt']]
  },
  {
    title: 'a clean-up by branch and by age, and a download from the repository',
    not: LACKS['a list of runs'],
    play: async stage => {
      for (const head_branch of ['main', 'gone', 'main']) await upload(stage.addRun({ head_branch }), 'a')
      const results = [
        await stage.step({ scope: 'repository', name: 'a', path: 'out' }),
        await stage.step({ operation: 'delete', scope: 'repository', 'gone-branches': 'true' }),
        await stage.step({
          operation: 'delete',
          scope: 'repository',
          'keep-latest': '1',
          'group-by': 'branch'
        }),
        await stage.step({ operation: 'delete', scope: 'repository', 'older-than': '1d' })
      ]
      return { results, left: [results.map(({ outputs }) => outputs['deleted-count'] ?? ''), stage.names] }
    },
    left: [['', '1', '1', '0'], ['a']]
  },
  {
    title: 'an expected digest, an archive that stays one, and one in an artifact that is unpacked',
    not: [],
    quickOn: ['gitea'],
    play: async stage => {
      const zip = await zipFiles({ 'in/b.txt': 'b' })
      const files = { 'a.txt': 'a', 'lib/b.zip': zip }
      const { digest } = await stage.at.run.addArtifact('a', { files })
      const given = { name: 'a', 'expected-digest': digest ?? '' }
      const results = [
        await stage.step({ ...given, path: 'kept', 'skip-decompress': 'true' }),
        await stage.step({ ...given, path: 'unpacked', unpack: '**/*.zip' })
      ]
      const verified = results.map(({ outputs }) => outputs['digest-verified'])
      return { results, left: [verified, stage.files('kept'), stage.files('unpacked')] }
    },
    left: [['true', 'true'], ['a.zip'], ['a.txt', 'lib/in/b.txt']]
  },
  {
    title: 'an artifact of 20 MiB, whole, a file of it, and from the cache',
    not: [],
    play: async stage => {
      const noise = pseudoRandomBytes(20 << 20)
      await stage.at.run.addArtifact('a', { zip: await zipFiles({ noise, 'a.txt': 'a' }) })
      const results = [
        await stage.step({ name: 'a', path: 'whole' }),
        await stage.step({ name: 'a', path: 'file', files: '*.txt' }),
        await stage.step({ name: 'a', path: 'first', cache: 'true' }),
        await stage.step({ name: 'a', path: 'second', cache: 'true' })
      ]
      const isSame = ['whole', 'first', 'second'].map(folder =>
        readFileSync(join(stage.at.job.workspace, folder, 'noise')).equals(noise)
      )
      return { results, left: [isSame, stage.files('file')] }
    },
    left: [[true, true, true], ['a.txt']]
  },
  {
    title: 'a clean-up that keeps runs, one by shards, and one by size',
    not: LACKS['a list of runs'],
    play: async stage => {
      for (const name of ['a', 'b', 'c', 'd']) {
        const added = stage.addRun()
        await upload(added, name)
        await upload(added, 'all')
      }
      const clean = { operation: 'delete', scope: 'repository' }
      const results = [
        await stage.step({ ...clean, 'keep-runs': '2' }),
        await stage.step({ ...clean, name: 'all', shard: '1/2' }),
        await stage.step({ ...clean, name: 'all', shard: '2/2' }),
        await stage.step({ ...clean, 'keep-size': '200', 'group-by': 'all' })
      ]
      const [runs, one, other, size] = results.map(({ outputs }) => Number(outputs['deleted-count']))
      return { results, left: [runs, (one ?? 0) + (other ?? 0), size, stage.names] }
    },
    left: [4, 2, 1, ['d']]
  },
  {
    title: 'the nearest ancestor with an artifact, and the first branch of a list',
    not: LACKS['a list of runs'],
    play: async stage => {
      const [first, , last] = stage.repository.addCommits(3, 'main')
      await upload(stage.addRun({ head_sha: first?.sha ?? '' }), 'a')
      const results = [
        await stage.step({ name: 'a', commit: last?.sha ?? '', ancestors: '5', path: 'nearest' }),
        await stage.step({ name: 'a', branch: 'fix\nmain', path: 'list' })
      ]
      return { results, left: [stage.files('nearest'), stage.files('list')] }
    },
    left: [['a.txt'], ['a.txt']]
  }
]

const CASES = DIALECTS.flatMap(dialect =>
  SCENARIOS.filter(({ not }) => !not.includes(dialect)).map(scenario => ({ dialect, ...scenario }))
)

let stage: Stage
afterEach(() => stage.at.close())

test.each(rowsOf(CASES, ({ dialect, quickOn = [] }) => quickOn.includes(dialect)))(
  '$dialect: $title, without an annotation',
  async ({ dialect, play, left: expected }) => {
    stage = await startStage({ dialect })
    const { results, left } = await play(stage)
    expect(results.flatMap(annotations)).toEqual([])
    expect(results.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(results.map(() => '0'))
    expect(left).toEqual(expected)
  },
  60_000
)
