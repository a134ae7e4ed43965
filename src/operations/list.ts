import type { GetActionInputs, ListActionInputs } from '../inputs/action-inputs.js'
import { artifactLine, labelsOf, moreArtifacts } from '../messages/operations.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import { withLogGroup } from './log-group.js'
import type { Result } from './result.js'
import type { Services } from './services.js'

/** How many artifacts the log lists; the outputs have all. */
const MAX_LINES = 100

/** `list` and `get`: the selection is the result. */
export async function list(inputs: ListActionInputs | GetActionInputs, services: Services): Promise<Result> {
  const { report } = services
  const { selected, failure } = await selectArtifacts(inputs, services)
  const shown = selected.slice(0, MAX_LINES)
  const label = labelsOf(shown)
  await withLogGroup(report, { total: selected.length, lines: shown.length }, () => {
    for (const artifact of shown) report.info(artifactLine(artifact, label(artifact)))
    if (selected.length > MAX_LINES) report.info(moreArtifacts(selected.length - MAX_LINES))
  })
  return { operation: inputs.operation, selected, ...(failure && { failure }) }
}
