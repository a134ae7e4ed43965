/** The newest major version of Node with which the internals were tested. */
const NEWEST_KNOWN_NODE = 24

/**
 * Whether undocumented parts of Node and V8 may be used: on known versions of Node, unless the environment variable
 * `ARTIFACT_ACTION_PLAIN` is set (to anything but empty, `0` or `false`). Each use has a plain implementation beside it.
 * Worker threads get a copy of the environment.
 */
export function mayUseInternals(version = process.versions.node): boolean {
  const isPlain = !['', '0', 'false'].includes(process.env.ARTIFACT_ACTION_PLAIN ?? '')
  return !isPlain && Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE
}
