import type { Artifact } from '../github/artifact.js'
import { cacheOf } from './context.js'
import type { DownloadInputs } from './inputs.js'
import type { DownloadServices } from './services.js'

/**
 * Checks before the first transfer that the rate limit allows the whole download, and logs if it has to wait.
 *
 * @throws RequestError with code `api-rate-limited`
 */
export async function affordDownload(
  inputs: DownloadInputs,
  { artifacts, report }: DownloadServices,
  selected: readonly Artifact[]
): Promise<void> {
  const cache = cacheOf(inputs)
  const requested: Artifact[] = inputs.deleteAfter ? [...selected] : []
  for (const artifact of selected) {
    if ((await cache?.find(artifact)) === undefined) requested.push(artifact)
  }
  const line = artifacts.afford(requested)
  if (line !== undefined) report.info(line)
}
