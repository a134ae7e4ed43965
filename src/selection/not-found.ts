import { ActionError, type ErrorCode } from '../errors/action-error.js'
import { type Artifact, newestFirst } from '../github/artifact.js'
import type { Run } from '../github/run.js'
import {
  expiredAdvice,
  forkAdvice,
  forkDanger,
  mergeCommitNote,
  notFound,
  notFoundAdvice,
  runMayNotExist,
  unfinishedRunNote,
  whatToCheck
} from '../messages/selection.js'
import { similarNames } from '../text/similar-names.js'
import type { Candidates } from './candidates.js'
import { headRepository } from './forks.js'
import type { SelectionInputs } from './inputs.js'
import type { Missing } from './missing.js'
import type { NotFoundReason, RunMismatch } from './not-found-reason.js'
import { isForeign, matchesEmbedded } from './run-query.js'
import { matchesName, type Selection } from './select.js'
import type { SelectionServices } from './services.js'
import { findTypos, isFolded } from './typos.js'

/** Only the first page of a list. */
const FIRST_PAGE = { from: 'newest', begin: () => () => true } as const

/** By precedence: the first that applies is the error's. */
const CODES = ['artifact-foreign', 'artifact-expired', 'artifact-not-found'] as const

interface Found {
  candidates: Candidates
  missing: Missing
  found: Selection
  /** The run whose conclusion ended the wait. */
  failedRun: Run | undefined
}

/** The error for what was asked for and not found; undefined if nothing is missing. */
export async function findNotFound(
  inputs: SelectionInputs,
  found: Found,
  services: SelectionServices
): Promise<ActionError | undefined> {
  const explainer = new NotFoundExplainer(inputs, found, services)
  const reasons = await explainer.reasons()
  if (reasons.length === 0) return undefined
  // What is selected shows that workflow, branch and commit are right.
  const isPartial = found.found.selected.length > 0
  const typos = isPartial ? [] : await findTypos(inputs, services, () => explainer.otherArtifacts())
  // `ignore` accepts that nothing exists yet, not that nothing ever can.
  if (inputs.ifNoArtifactFound === 'ignore') {
    for (const typo of typos.splice(0)) services.report.warning(notFound(inputs, { reasons: [typo] }))
  }
  const codes = CODES.filter(code => reasons.some(reason => codeOf(reason) === code))
  const [code = 'artifact-not-found'] = codes
  const isMissing = codes.includes('artifact-not-found')
  const { failedRun } = found
  const notes = await explainer.notes(isMissing, failedRun === undefined && !reasons.some(isOfCommit))
  const missing = reasons.filter(reason => codeOf(reason) === 'artifact-not-found')
  const hints = [
    ...(isMissing ? [whatToCheck(inputs, missing, !services.runs.dialect.knowsCurrentRun)] : []),
    ...codes.map(adviceFor),
    ...(codes.includes('artifact-foreign') ? [forkAdvice(inputs.operation)] : []),
    ...notes
  ]
  const isNamed = reasons.some(({ kind }) => kind === 'run-mismatch')
  const causes: NotFoundReason[] =
    failedRun === undefined || isNamed ? typos : [...typos, { kind: 'failed-run', run: failedRun }]
  // Hints are shown for errors only.
  const message = notFound(inputs, {
    reasons: [...causes, ...reasons],
    notes: inputs.ifNoArtifactFound === 'error' ? [] : notes
  })
  return new ActionError(code, message, { hint: hints.join('\n') })
}

function codeOf(reason: NotFoundReason): Extract<ErrorCode, (typeof CODES)[number]> {
  if (reason.kind === 'expired') return 'artifact-expired'
  return reason.kind === 'foreign' && reason.own === undefined ? 'artifact-foreign' : 'artifact-not-found'
}

/** Whether the artifact of the reason is of the given commit. */
function isOfCommit({ kind }: NotFoundReason): boolean {
  return kind === 'run-mismatch' || kind === 'age-or-size'
}

function adviceFor(code: (typeof CODES)[number]): string {
  if (code === 'artifact-foreign') return forkDanger()
  return code === 'artifact-expired' ? expiredAdvice() : notFoundAdvice()
}

/** Finds out why something was not found, with few requests. */
class NotFoundExplainer {
  readonly #inputs: SelectionInputs
  readonly #candidates: Candidates
  readonly #missing: Missing
  readonly #found: Selection
  readonly #services: SelectionServices
  #others: Promise<Artifact[]> | undefined

  constructor(inputs: SelectionInputs, { candidates, missing, found }: Found, services: SelectionServices) {
    this.#inputs = inputs
    this.#candidates = candidates
    this.#missing = missing
    this.#found = found
    this.#services = services
  }

  /** One reason for each name and id that is missing; one for all if nothing, or fewer than `min-count`, is selected. */
  async reasons(): Promise<NotFoundReason[]> {
    const { cause } = this.#candidates
    if (cause !== undefined) return [cause]
    const { ids, names } = this.#missing
    const reasons = ids.map<NotFoundReason>(({ id, expired }) =>
      expired
        ? { kind: 'expired', artifact: expired }
        : { kind: 'unknown-id', id, place: this.#services.artifacts.idsOf }
    )
    for (const name of names) reasons.push(await this.#forName(name))
    const { selected, kept } = this.#found
    const { minCount, place } = this.#inputs
    const { nearMisses } = this.#candidates
    if (selected.length > 0 && selected.length < minCount) {
      const forks = place.kind === 'repository' ? nearMisses.newestOfEach('foreign') : []
      reasons.push({ kind: 'too-few', selected, minCount, kept, forks })
    } else if (reasons.length === 0 && selected.length === 0) reasons.push(await this.#forAll())
    return reasons
  }

  /**
   * Causes that the server's responses do not show.
   *
   * @param isCommitInDoubt whether no run of the given commit is known
   */
  async notes(isMissing: boolean, isCommitInDoubt: boolean): Promise<string[]> {
    const { place } = this.#inputs
    const notes: string[] = []
    const isRuns = place.kind === 'search' || place.kind === 'repository'
    const hasCommit = isRuns && place.runs.commit !== undefined && place.runs.mergeBase === undefined
    const isPartial = this.#found.selected.length > 0
    // Expired artifacts, those of a fork, and those that are selected were found by that commit.
    const { buildsTestMerges } = this.#services.runs.dialect
    if (hasCommit && buildsTestMerges && isCommitInDoubt && isMissing && !isPartial) {
      notes.push(mergeCommitNote())
    }
    // With a known cause, no artifact was looked for.
    if (isMissing && this.#candidates.cause === undefined) notes.push(...this.#services.artifacts.notes())
    if (place.kind === 'run' && place.how !== 'current' && !this.#services.runs.hasRuns) {
      notes.push(runMayNotExist(place.runId))
    }
    if (
      place.kind === 'run' &&
      !this.#services.runs.dialect.listsUnfinished &&
      (await this.#isInProgress(place.runId))
    ) {
      notes.push(unfinishedRunNote())
    }
    return notes
  }

  async #isInProgress(runId: number): Promise<boolean> {
    if (runId === this.#inputs.currentRunId) return true
    const run = await this.#candidates.runIndex.get(runId).catch(() => undefined)
    return run !== undefined && run.status !== 'completed'
  }

  async #forName(name: string): Promise<NotFoundReason> {
    const { pattern } = this.#inputs
    if (pattern !== undefined && !pattern(name)) return { kind: 'outside-pattern', name }
    const nearMiss = await this.#nearMiss(name)
    if (nearMiss !== undefined) return nearMiss
    const others = await this.#otherNames()
    const runId = this.#found.selected[0]?.workflow_run?.id
    if (this.#inputs.place.kind === 'search' && runId !== undefined && others?.includes(name)) {
      return { kind: 'name-of-other-run', name, runId }
    }
    const ofOtherRun = await this.#ofOtherRun(name)
    if (ofOtherRun !== undefined) return ofOtherRun
    return {
      kind: 'unknown-name',
      name,
      isList: isFolded(name, others ?? []),
      similar: others && similarNames(name, others)
    }
  }

  async #forAll(): Promise<NotFoundReason> {
    const { expired, kept } = this.#found
    const [newest] = expired
    if (newest !== undefined) return { kind: 'expired', artifact: newest, count: expired.length }
    const nearMiss = await this.#nearMiss(undefined)
    if (nearMiss !== undefined) return nearMiss
    if (kept.length > 0) return { kind: 'excluded', kept }
    const ofOtherRun = await this.#ofOtherRun(undefined)
    if (ofOtherRun !== undefined) return ofOtherRun
    const names = await this.#otherNames()
    if (names?.length === 0) return { kind: 'no-artifacts' }
    const { pattern, place } = this.#inputs
    if (pattern === undefined || this.#candidates.artifacts.length > 0) return { kind: 'no-match' }
    const { lines = [] } = pattern
    const isList = lines.some(line => isFolded(line.replace(/\{.*\}/, ''), []))
    // No name has a |, and hardly any begins with ^ or ends with $.
    const isRegExp = lines.some(line => /^\^|\$$|\|/.test(line))
    return {
      kind: 'pattern-mismatch',
      typo: isList ? 'list' : isRegExp ? 'regexp' : undefined,
      place: place.kind === 'run' ? 'run' : 'repository',
      names
    }
  }

  /** Why the newest artifact (of that name) that was read was not selected; undefined if none was read. */
  async #nearMiss(name: string | undefined): Promise<NotFoundReason | undefined> {
    const { nearMisses, runIndex } = this.#candidates
    const foreign = nearMisses.newest('foreign', name)
    const ofRun = nearMisses.newest('run', name)
    // If its run does not match, allowing forks would not select it either.
    if (foreign !== undefined && (await this.#runMatches(foreign))) {
      const repository = await headRepository(foreign.workflow_run?.id, runIndex)
      const own = ofRun && !isForeign(ofRun) ? { own: await this.#runMismatch(ofRun) } : {}
      return { kind: 'foreign', artifact: foreign, repository, ...own }
    }
    const matching = this.#found.expired.find(artifact => artifact.name === name)
    const expired = matching ?? nearMisses.newest('expired', name)
    if (expired !== undefined && (expired === matching || (await this.#runMatches(expired)))) {
      return { kind: 'expired', artifact: expired }
    }
    const unchecked = nearMisses.newest('unchecked', name)
    if (unchecked !== undefined && this.#inputs.ifNoArtifactFound !== 'ignore') {
      return (await this.#runMatches(unchecked))
        ? { kind: 'expired', artifact: unchecked }
        : { kind: 'run-mismatch', ...(await this.#runMismatch(unchecked)) }
    }
    const filtered =
      nearMisses.newest('filtered', name) ??
      this.#ofOtherAge(name) ??
      nearMisses.newest('foreign-filtered', name)
    if (filtered !== undefined) {
      return { kind: 'age-or-size', artifact: filtered, isForeign: isForeign(filtered) }
    }
    const mismatch = ofRun ?? foreign ?? expired
    if (mismatch !== undefined) return { kind: 'run-mismatch', ...(await this.#runMismatch(mismatch)) }
    const artifact = nearMisses.newest('other-commit', name)
    return artifact && { kind: 'other-commit', artifact }
  }

  /** The newest live artifact of a missing name: only its age or size does not match. */
  #ofOtherAge(name: string | undefined): Artifact | undefined {
    const { includeExpired } = this.#inputs
    return this.#candidates.artifacts
      .filter(artifact => artifact.name === name && (includeExpired || !artifact.expired))
      .toSorted(newestFirst)[0]
  }

  /** Why the newest artifact (of that name) does not match, where a search reads only those of the runs that do. */
  async #ofOtherRun(name: string | undefined): Promise<NotFoundReason | undefined> {
    const { book, criteria } = this.#candidates
    if (book === undefined || this.#inputs.place.kind !== 'search') return undefined
    const others = (await this.otherArtifacts()) ?? []
    const [newest] = others
      .filter(artifact => (name === undefined ? matchesName(criteria)(artifact) : artifact.name === name))
      .toSorted(newestFirst)
    if (newest === undefined) return undefined
    await book.describe([newest]).catch(() => undefined)
    return matchesEmbedded(newest.workflow_run, criteria.runs, criteria.head)
      ? { kind: 'run-mismatch', ...(await this.#runMismatch(newest)) }
      : { kind: 'other-commit', artifact: newest }
  }

  async #runMatches({ workflow_run: run }: Artifact): Promise<boolean> {
    return run?.id !== undefined && (await this.#candidates.runIndex.matches(run.id))
  }

  async #runMismatch(artifact: Artifact): Promise<RunMismatch> {
    const runId = artifact.workflow_run?.id
    return {
      artifact,
      run: await this.#candidates.runIndex.get(runId ?? 0).catch(() => undefined),
      isCurrent: runId !== undefined && runId === this.#inputs.currentRunId,
      isForeign: isForeign(artifact)
    }
  }

  /** The names of live artifacts in the searched place. */
  async #otherNames(): Promise<string[] | undefined> {
    if (this.#inputs.place.kind === 'ids') return this.#candidates.artifacts.map(({ name }) => name)
    const others = await this.otherArtifacts()
    return others && [...new Set(others.map(({ name }) => name))]
  }

  /**
   * The live artifacts in the searched place; of a repository only the newest, so that an error stays cheap. Undefined if
   * `ignore` makes them not worth a request, or if the cause is known.
   */
  async otherArtifacts(): Promise<Artifact[] | undefined> {
    const { place, ifNoArtifactFound } = this.#inputs
    const { cause, runIndex } = this.#candidates
    if (ifNoArtifactFound === 'ignore' || cause !== undefined) return undefined
    const runId = place.kind === 'run' ? place.runId : (await runIndex.numbered())?.id
    this.#others ??= this.#services.artifacts
      .list({ runId, stop: FIRST_PAGE })
      .then(({ items }) => items.filter(artifact => !artifact.expired))
    return await this.#others
  }
}
