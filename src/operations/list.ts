import type { Artifact } from '../domain/artifact.js'
import { formatAge } from '../domain/duration.js'
import { plural } from '../domain/plural.js'
import { printable } from '../domain/printable.js'
import { branchTitle } from '../domain/run-query.js'
import type { GetRequest, ListRequest } from '../request.js'
import { folded, labelsOf } from './log-lines.js'
import type { Result } from './result.js'
import { selectArtifacts } from './selection.js'
import type { Services } from './services.js'

/** How many artifacts the log names; the outputs hold all. */
const MAX_LINES = 100
/** Of `just now`. */
const AGE_WIDTH = 8

/** `list` and `get`: the selection itself is the result. */
export async function list(request: ListRequest | GetRequest, services: Services): Promise<Result> {
  const { report } = services
  const { selected, failure } = await selectArtifacts(request, services)
  const shown = selected.slice(0, MAX_LINES)
  const label = labelsOf(shown)
  await folded(report, { title: plural(selected.length, 'artifact'), lines: shown.length }, () => {
    for (const artifact of shown) report.info(`  ${[label(artifact), ...detailsOf(artifact)].join('  ')}`)
    if (selected.length > MAX_LINES) report.info(`  and ${selected.length - MAX_LINES} more`)
  })
  return { operation: request.operation, selected, ...(failure && { failure }) }
}

function detailsOf(artifact: Artifact): string[] {
  const { created_at: created, expired } = artifact
  const at = created === null ? Number.NaN : Date.parse(created)
  return [
    Number.isNaN(at) ? '' : formatAge(Date.now() - at).padStart(AGE_WIDTH),
    printable(branchTitle(artifact)),
    expired ? 'expired' : ''
  ].filter(text => text !== '')
}
