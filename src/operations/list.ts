import type { GetActionInputs, ListActionInputs } from '../inputs/action-inputs.js'
import { detailsOf, labelsOf, withLogGroup } from '../messages/log-lines.js'
import { plural } from '../messages/plural.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import type { Result } from './result.js'
import type { Services } from './services.js'

/** How many artifacts the log names; the outputs hold all. */
const MAX_LINES = 100

/** `list` and `get`: the selection itself is the result. */
export async function list(inputs: ListActionInputs | GetActionInputs, services: Services): Promise<Result> {
  const { report } = services
  const { selected, failure } = await selectArtifacts(inputs, services)
  const shown = selected.slice(0, MAX_LINES)
  const label = labelsOf(shown)
  await withLogGroup(report, { title: plural(selected.length, 'artifact'), lines: shown.length }, () => {
    for (const artifact of shown) report.info(`  ${label(artifact)}${detailsOf(artifact)}`)
    if (selected.length > MAX_LINES) report.info(`  and ${selected.length - MAX_LINES} more`)
  })
  return { operation: inputs.operation, selected, ...(failure && { failure }) }
}
