import type { Repository, Run } from '../../__tests__/support/github-server/index.js'
import { formatAge } from '../../src/messages/duration.js'

/** Lists a repository: a line for each run, followed by a line with its artifacts. */
export function tableOf(repository: Repository, now = Date.now()): string[] {
  const runs = [...repository.runs.items].reverse()
  const rows = [
    ['run-id', 'workflow', 'branch', 'event', 'conclusion', 'age', 'commit'],
    ...runs.map(run => rowOf(run, repository, now))
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
  const [head = '', ...lines] = rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  )
  return [
    `${repository.full_name}${repository.private ? ' (private)' : ''}: ${refsOf(repository)}`,
    `  ${head}`,
    ...lines.flatMap((line, index) => [`  ${line}`, `    ${artifactsOf(runs[index])}`])
  ]
}

function rowOf(run: Run, repository: Repository, now: number): string[] {
  const { id, workflow, head_branch, head_repository, event, conclusion, status, created_at, head_sha } = run
  const foreign = head_repository?.id === repository.id ? '' : ` (fork ${head_repository?.full_name})`
  return [
    String(id),
    workflow.path.replace(/^.*\//, ''),
    `${head_branch}${foreign}`,
    event,
    conclusion ?? `(${status})`,
    formatAge(now - created_at),
    head_sha.slice(0, 7)
  ]
}

function refsOf({ branches, tags, pullRequests }: Repository): string {
  return [
    `branches ${[...branches.keys()].join(', ')}`,
    ...(tags.size > 0 ? [`tags ${[...tags.keys()].join(', ')}`] : []),
    ...[...pullRequests.values()].map(({ number, headBranch }) => `pull request ${number} (${headBranch})`)
  ].join('; ')
}

function artifactsOf(run: Run | undefined): string {
  return (run?.artifacts.items ?? [])
    .map(({ id, name, expired, digest }) => {
      const more = expired ? ', expired' : digest === null ? ', no digest' : ''
      return `${name} (${id}${more})`
    })
    .join(', ')
}
