import { printable } from '../domain/printable.js'
import { formatSize } from '../domain/size.js'
import type { GetRequest, ListRequest } from '../request.js'
import type { Result } from './result.js'
import { selectArtifacts } from './selection.js'
import type { Services } from './services.js'

/** How many artifacts the log names; the outputs hold all. */
const MAX_LINES = 100

/** `list` and `get`: the selection itself is the result. */
export async function list(request: ListRequest | GetRequest, services: Services): Promise<Result> {
  const { selected, failure } = await selectArtifacts(request, services)
  for (const artifact of selected.slice(0, MAX_LINES)) {
    const created = artifact.created_at === null ? '' : `, created ${printable(artifact.created_at)}`
    const expired = artifact.expired ? ', expired' : ''
    services.report.info(
      `  ${printable(artifact.name)} (${artifact.id}): ${formatSize(artifact.size_in_bytes)}${created}${expired}`
    )
  }
  if (selected.length > MAX_LINES) services.report.info(`  and ${selected.length - MAX_LINES} more`)
  return { operation: request.operation, selected, ...(failure && { failure }) }
}
