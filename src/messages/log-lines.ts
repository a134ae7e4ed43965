import stringWidth from 'fast-string-width'
import { type Artifact, totalSize } from '../github/artifact.js'
import { branchTitle } from '../selection/run-query.js'
import { formatAge } from './duration.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import type { Reporter } from './reporter.js'
import { formatSize } from './size.js'

/** More lines than this are folded into a group. */
const LONG = 20
/** A longer name is not waited for: it would push all others away. In columns. */
const MAX_NAME = 60
/** Of `just now`. */
const AGE_WIDTH = 8

/** How each of these artifacts is called in its line: names and sizes line up, `dist (17)       453 B`. */
export function labelsOf(artifacts: readonly Artifact[]): (artifact: Artifact) => string {
  const name = ({ name, id }: Artifact) => `${printable(name)} (${id})`
  const size = ({ size_in_bytes: bytes }: Artifact) => formatSize(bytes)
  const widest = (text: (artifact: Artifact) => string) =>
    artifacts.reduce((width, artifact) => Math.max(width, stringWidth(text(artifact))), 0)
  const nameWidth = Math.min(MAX_NAME, widest(name))
  const sizeWidth = widest(size)
  return artifact => `${padded(name(artifact), nameWidth)}  ${size(artifact).padStart(sizeWidth)}`
}

/** What follows a label, as far as it is known: `       3 d  main (fork)  expired`. */
export function detailsOf(artifact: Artifact): string {
  const { created_at: created, expired } = artifact
  const at = created === null ? Number.NaN : Date.parse(created)
  return [
    '',
    Number.isNaN(at) ? '' : formatAge(Date.now() - at).padStart(AGE_WIDTH),
    printable(branchTitle(artifact)),
    expired ? 'expired' : ''
  ]
    .filter((text, index) => index === 0 || text !== '')
    .join('  ')
}

/** To so many columns, as a log shows them: a Chinese character or an emoji takes two, an accent of its own none. */
function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)))
}

/** `3 artifacts (20.0 MB)` */
export function amount(artifacts: readonly Artifact[]): string {
  return `${plural(artifacts.length, 'artifact')} (${formatSize(totalSize(artifacts))})`
}

/** Does what says a line for each artifact, in a group of the log where these are many. */
export async function withLogGroup<T>(
  report: Reporter,
  { title, lines }: { title: string; lines: number },
  action: () => T | Promise<T>
): Promise<T> {
  if (lines <= LONG) return await action()
  report.group(title)
  try {
    return await action()
  } finally {
    report.endGroup()
  }
}
