/** The newest major version of Node that was tried: what is not documented is left alone in a newer one. */
const NEWEST_KNOWN_NODE = 24

export function isKnownNode(version = process.versions.node): boolean {
  return Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE
}
