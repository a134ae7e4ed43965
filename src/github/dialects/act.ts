import type { Dialect } from './dialect.js'
import { GITHUB } from './github.js'

/**
 * https://nektosact.com: a job there is told of github.com's API, which does not know its run. The ids of its artifact
 * service are hashes of the names.
 */
export const ACT: Dialect = {
  ...GITHUB,
  serviceTraits: { givesDigests: false, orderedBy: 'created_at' },
  knowsCurrentRun: false
}
