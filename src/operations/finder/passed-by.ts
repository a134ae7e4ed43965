import { type Artifact, newestFirst } from '../../domain/artifact.js'
import type { Request } from '../../request.js'
import type { Reporter } from '../services.js'
import type { Misses } from './misses.js'
import { artifactName, describeExpired, MAX_NAMED } from './words.js'

interface Looked {
  candidates: readonly Artifact[]
  selected: readonly Artifact[]
  /** What would fit and has expired. */
  expired: readonly Artifact[]
  misses: Misses
}

/** Says where another artifact of a name was taken than a reader may think. */
export function notePassedBy(request: Request, looked: Looked, report: Reporter): void {
  if (request.operation === 'delete' || !request.latest) return
  noteDuplicates(request, looked, report)
  noteNewerExpired(looked, report)
}

/** A run that was run again may hold several artifacts of a name: of one run that is not what one expects. */
function noteDuplicates({ place }: Request, { candidates, selected }: Looked, report: Reporter): void {
  if (place.kind !== 'run' && place.kind !== 'search') return
  const taken = new Map(selected.map(artifact => [artifact.name, artifact]))
  const older = candidates.filter(({ name, id, expired, workflow_run: run }) => {
    const newest = taken.get(name)
    return newest !== undefined && id < newest.id && !expired && run?.id === newest.workflow_run?.id
  })
  const names = [...new Set(older.map(({ name }) => name))]
  if (names.length === 0) return
  const told = names.slice(0, MAX_NAMED).map(name => {
    const count = older.filter(artifact => artifact.name === name).length
    return `${artifactName(taken.get(name) as Artifact)} and not ${count} older`
  })
  report.notice(`The run holds several artifacts of one name; taken is the newest: ${told.join(', ')}`)
}

function noteNewerExpired({ selected, expired, misses }: Looked, report: Reporter): void {
  const told = selected.flatMap(artifact => {
    const newer = [
      expired.find(({ name }) => name === artifact.name),
      misses.newest('expired', artifact.name)
    ]
      .filter(found => found !== undefined)
      .filter(({ id }) => id > artifact.id)
    const [newest] = newer.toSorted(newestFirst)
    return newest === undefined ? [] : `${describeExpired(newest)}, so the older ${artifact.id} is taken`
  })
  if (told.length > 0) report.notice(`Not the newest: ${told.slice(0, MAX_NAMED).join('; ')}`)
}
