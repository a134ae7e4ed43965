import { plural } from '../domain/plural.js'
import type { GetRequest, ListRequest } from '../request.js'
import { detailsOf, folded, labelsOf } from './log-lines.js'
import type { Result } from './result.js'
import { selectArtifacts } from './selection.js'
import type { Services } from './services.js'

/** How many artifacts the log names; the outputs hold all. */
const MAX_LINES = 100

/** `list` and `get`: the selection itself is the result. */
export async function list(request: ListRequest | GetRequest, services: Services): Promise<Result> {
  const { report } = services
  const { selected, failure } = await selectArtifacts(request, services)
  const shown = selected.slice(0, MAX_LINES)
  const label = labelsOf(shown)
  await folded(report, { title: plural(selected.length, 'artifact'), lines: shown.length }, () => {
    for (const artifact of shown) report.info(`  ${label(artifact)}${detailsOf(artifact)}`)
    if (selected.length > MAX_LINES) report.info(`  and ${selected.length - MAX_LINES} more`)
  })
  return { operation: request.operation, selected, ...(failure && { failure }) }
}
