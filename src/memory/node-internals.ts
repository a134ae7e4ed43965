/** The newest major version of Node.js that this project is tested with. Newer versions use documented APIs only. */
const NEWEST_KNOWN_NODE = 24

/**
 * Whether internals of Node.js and V8 may be used: the version is known, and ARTIFACT_ACTION_PLAIN, which switches them
 * off for debugging, is not set.
 */
export function mayUseInternals(
  version = process.versions.node,
  plain = process.env.ARTIFACT_ACTION_PLAIN
): boolean {
  return !plain && Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE
}
