import { ActionError, type ErrorCode } from '../errors/action-error.js'
import { type Artifact, newestFirst } from '../github/artifact.js'
import { printable } from '../messages/printable.js'
import {
  artifactName,
  describeExpired,
  describeMisfit,
  MAX_NAMED,
  nameList,
  placeName
} from '../messages/selection-words.js'
import { formatSize } from '../messages/size.js'
import { similarNames } from '../text/similar-names.js'
import type { Candidates } from './candidates.js'
import { FORK_DANGER, headRepositoryName } from './forks.js'
import type { SelectionInputs } from './inputs.js'
import type { Missing } from './missing.js'
import { isForeign } from './run-query.js'
import type { Kept } from './select.js'
import type { SelectionServices } from './services.js'
import { findTypos, isFolded } from './typos.js'

/** A look at what is there, in one request. */
const FIRST_PAGE = { from: 'newest', begin: () => () => true } as const

const GLOBS_ONLY = 'a pattern has *, **, ?, {a,b} and [x], and is no regular expression'

/** One thing that is not there: why, and what kind of answer it makes. */
interface Problem {
  text: string
  code: Extract<ErrorCode, 'artifact-not-found' | 'artifact-expired' | 'artifact-foreign'>
  /** What alone keeps it from being taken. */
  only?: 'age or size' | 'pattern'
}

const HINTS: Record<Problem['code'], string> = {
  'artifact-not-found': 'if-no-artifact-found: warn or ignore lets the step pass.',
  'artifact-expired': 'Run the workflow again, or raise retention-days where the artifact is uploaded.',
  'artifact-foreign': FORK_DANGER
}

interface Asked extends Candidates {
  missing: Missing
  selected: readonly Artifact[]
  /** What would fit and has expired, newest first. */
  expired: readonly Artifact[]
  /** What else was looked at, by what left it out. */
  spared: readonly Kept[]
}

/** What is missing of what was asked for, as an error; undefined when nothing is. */
export async function notFound(
  inputs: SelectionInputs,
  asked: Asked,
  services: SelectionServices
): Promise<ActionError | undefined> {
  const teller = new NotFoundExplainer(inputs, asked, services)
  const problems = await teller.problems()
  if (problems.length === 0) return undefined
  const slips = await findTypos(inputs, services, () => teller.otherArtifacts())
  // Ignored is that nothing is there, not that nothing ever will be.
  if (inputs.ifNoArtifactFound === 'ignore') {
    for (const slip of slips) services.report.warning(`Not found in ${placeName(inputs)}: ${slip}`)
    slips.length = 0
  }
  const shown = [...slips, ...problems.slice(0, MAX_NAMED).map(({ text }) => text)]
  if (problems.length > MAX_NAMED) shown.push(`${problems.length - MAX_NAMED} more are missing`)
  const codes = (['artifact-foreign', 'artifact-expired', 'artifact-not-found'] as const).filter(code =>
    problems.some(problem => problem.code === code)
  )
  const check = whatToCheck(inputs, problems)
  const checks = codes.includes('artifact-not-found') ? [check] : []
  const reasons = await teller.reasons(codes)
  const hints = [...checks, ...codes.map(code => HINTS[code]), ...teller.advice(codes), ...reasons]
  const [code = 'artifact-not-found'] = codes
  const told = `Not found in ${placeName(inputs)}: ${shown.join('; ')}`
  // Where it is no error, nobody reads its hints.
  const message = inputs.ifNoArtifactFound === 'error' ? told : [told, ...reasons].join('. ')
  return new ActionError(code, message, { hint: hints.join('\n') })
}

/** What a reader can look at where only these keep an artifact from being taken. */
function agesAndSizes({ olderThan, newerThan, largerThan, smallerThan }: SelectionInputs): string {
  const given = Object.entries({
    'older-than': olderThan,
    'newer-than': newerThan,
    'larger-than': largerThan,
    'smaller-than': smallerThan
  }).filter(([, value]) => value !== undefined)
  return `Check ${given.map(([name]) => name).join(', ')}.`
}

/** What a reader can look at, by where was looked. */
function whatToCheck(inputs: SelectionInputs, problems: readonly Problem[]): string {
  const { place } = inputs
  const isOnly = (reason: Problem['only']) =>
    problems.every(({ code, only }) => code !== 'artifact-not-found' || only === reason)
  if (isOnly('age or size')) return agesAndSizes(inputs)
  if (isOnly('pattern')) return 'Check name and pattern.'
  switch (place.kind) {
    case 'run':
      return place.how === 'current'
        ? 'Check the name, and that the job that uploads has ended (needs:).\nThis is the current run: another one is meant with run-id, workflow, branch, commit, pull-request, event or conclusion, where that is not empty.'
        : 'Check the name, and that this is the run that uploads it.'
    case 'search':
      return 'Look up the run that should have it, and compare its workflow file, branch, event and conclusion with what is asked for.'
    case 'repository':
      return 'Check the names and the filters: a list with fewer of them shows what there is.'
    case 'ids':
      return 'Check the ids and the repository.'
  }
}

class NotFoundExplainer {
  readonly #inputs: SelectionInputs
  readonly #asked: Asked
  readonly #services: SelectionServices
  #others: Promise<Artifact[]> | undefined

  constructor(inputs: SelectionInputs, asked: Asked, services: SelectionServices) {
    this.#inputs = inputs
    this.#asked = asked
    this.#services = services
  }

  async problems(): Promise<Problem[]> {
    const { missing, selected } = this.#asked
    const problems: Problem[] = missing.ids.map(({ id, expired }) =>
      expired
        ? { text: describeExpired(expired), code: 'artifact-expired' }
        : {
            text: `artifact ${id} does not exist, or the token may not see it`,
            code: 'artifact-not-found'
          }
    )
    for (const name of missing.names) problems.push(await this.#ofName(name))
    if (problems.length === 0 && selected.length === 0) problems.push(await this.#nothingFits())
    return problems
  }

  advice(codes: readonly Problem['code'][]): string[] {
    if (!codes.includes('artifact-foreign')) return []
    return [
      this.#inputs.operation === 'delete'
        ? 'scope: repository sees the artifacts of forks too.'
        : 'allow-forks: true takes the artifacts of forks too.'
    ]
  }

  /** What else may be the reason, that the answers do not say. */
  async reasons(codes: readonly Problem['code'][]): Promise<string[]> {
    const { place, apiUrl } = this.#inputs
    const reasons: string[] = []
    const hasCommit = (place.kind === 'search' || place.kind === 'repository') && place.runs.commit
    // What a fork has, or what has expired, was found by it.
    if (hasCommit && codes.includes('artifact-not-found')) {
      reasons.push(
        'On pull_request events github.sha is a merge commit that no run has: give commit github.event.pull_request.head.sha.'
      )
    }
    if (place.kind === 'run' && /\/api\/v3$/.test(apiUrl) && (await this.#isInProgress(place.runId))) {
      reasons.push('GitHub Enterprise Server shows no artifacts of a run that is still in progress.')
    }
    return reasons
  }

  async #isInProgress(runId: number): Promise<boolean> {
    if (runId === this.#inputs.currentRunId) return true
    const run = await this.#asked.runIndex.get(runId).catch(() => undefined)
    return run !== undefined && run.status !== 'completed'
  }

  async #ofName(name: string): Promise<Problem> {
    const { pattern } = this.#inputs
    if (pattern !== undefined && !pattern(name)) {
      const text = `"${printable(name)}" does not fit the pattern, and what is taken fits both`
      return { text, code: 'artifact-not-found', only: 'pattern' }
    }
    const known = await this.#passedOver(name)
    if (known !== undefined) return known
    const others = await this.#otherNames()
    const near = others && similarNames(name, others)
    const hint = near && (near.length === 0 ? '; there are none at all' : `; the nearest: ${nameList(near)}`)
    const list = isFolded(name, others ?? []) ? '; several names go one a line' : ''
    return { text: `"${printable(name)}" is not there${list}${hint ?? ''}`, code: 'artifact-not-found' }
  }

  async #nothingFits(): Promise<Problem> {
    const { expired, candidates, spared } = this.#asked
    const [newest] = expired
    if (newest !== undefined) {
      return {
        text: `${expired.length} would fit but expired; the newest: ${describeExpired(newest)}`,
        code: 'artifact-expired'
      }
    }
    const known = await this.#passedOver(undefined)
    if (known !== undefined) return known
    const code = 'artifact-not-found'
    if (spared.length > 0) {
      const rules = spared.map(({ rule, count }) => `${count} by ${rule}`).join(', ')
      return { text: `what there is is left out (${rules})`, code }
    }
    const others = await this.#otherNames()
    if (others?.length === 0) return { text: 'there are none at all', code }
    if (this.#inputs.pattern !== undefined && candidates.length === 0) {
      const where = this.#inputs.place.kind === 'run' ? 'the run' : 'the repository'
      const names = others === undefined ? '' : `; in ${where} there are: ${nameList(others)}`
      const { lines = [] } = this.#inputs.pattern
      const folded = lines.some(line => isFolded(line.replace(/\{.*\}/, ''), []))
      // No name holds a |, and hardly one begins with ^ or ends with $.
      const isRegExp = lines.some(line => /^\^|\$$|\|/.test(line))
      const slip = folded ? '; several go one a line' : isRegExp ? `; ${GLOBS_ONLY}` : ''
      return {
        text: `no name there fits the pattern${slip}${names}`,
        code
      }
    }
    return { text: others === undefined ? 'there are none' : 'none fits', code }
  }

  /** The newest artifact (of that name) that was looked at, and why it was not taken. */
  async #passedOver(name: string | undefined): Promise<Problem | undefined> {
    const { nearMisses, runIndex, expired } = this.#asked
    const foreign = nearMisses.newest('foreign', name)
    // Of another workflow it would not be taken from a fork that is allowed either.
    const foreignFits = foreign !== undefined && (await this.#runFits(foreign))
    const own = nearMisses.newest('run', name)
    if (foreignFits) {
      const runId = foreign.workflow_run?.id
      const whose = await headRepositoryName(runId, runIndex)
      const run = runId === undefined ? '' : `, run ${runId}`
      const text = `${artifactName(foreign)} is of ${whose}${run}`
      return own === undefined || isForeign(own)
        ? { text: `only another repository has it: ${text}`, code: 'artifact-foreign' }
        : {
            text: `${await this.#describeRun(own)}; of those that do, ${text}, and is not taken`,
            code: 'artifact-not-found'
          }
    }
    const fitting = expired.find(artifact => artifact.name === name)
    const old = fitting ?? nearMisses.newest('expired', name)
    if (old !== undefined && (old === fitting || (await this.#runFits(old)))) {
      return { text: describeExpired(old), code: 'artifact-expired' }
    }
    const unchecked = nearMisses.newest('unchecked', name)
    if (unchecked !== undefined && this.#inputs.ifNoArtifactFound !== 'ignore') {
      return await this.#describeUnchecked(unchecked)
    }
    const filtered =
      nearMisses.newest('filtered', name) ??
      this.#ofOtherAge(name) ??
      nearMisses.newest('foreign-filtered', name)
    if (filtered !== undefined) {
      const created = printable(filtered.created_at ?? 'at a time that is not known')
      const size = formatSize(filtered.size_in_bytes)
      return {
        text: `the newest is ${artifactName(filtered)}${isForeign(filtered) ? ' of another head repository (a fork)' : ''}, created ${created}, ${size}: age or size do not fit`,
        code: 'artifact-not-found',
        only: 'age or size'
      }
    }
    const ofRun = own ?? foreign ?? old
    if (ofRun !== undefined) {
      return { text: await this.#describeRun(ofRun), code: 'artifact-not-found' }
    }
    const elsewhere = nearMisses.newest('elsewhere', name)
    if (elsewhere === undefined) return undefined
    const branch = elsewhere.workflow_run?.head_branch ?? 'unknown'
    const sha = elsewhere.workflow_run?.head_sha ?? 'unknown'
    return {
      text: `the newest is ${artifactName(elsewhere)} of branch ${printable(branch)}, commit ${printable(sha.slice(0, 12))}`,
      code: 'artifact-not-found'
    }
  }

  /** The newest live one of a name that is missing: only age and size keep it from being there. */
  #ofOtherAge(name: string | undefined): Artifact | undefined {
    if (name === undefined) return undefined
    const { candidates } = this.#asked
    const { includeExpired } = this.#inputs
    return candidates
      .filter(artifact => artifact.name === name && (includeExpired || !artifact.expired))
      .toSorted(newestFirst)[0]
  }

  async #describeUnchecked(artifact: Artifact): Promise<Problem> {
    return (await this.#runFits(artifact))
      ? { text: describeExpired(artifact), code: 'artifact-expired' }
      : { text: await this.#describeRun(artifact), code: 'artifact-not-found' }
  }

  async #runFits({ workflow_run: run }: Artifact): Promise<boolean> {
    return run?.id !== undefined && (await this.#asked.runIndex.fits(run.id))
  }

  async #describeRun(artifact: Artifact): Promise<string> {
    const run = await this.#asked.runIndex.get(artifact.workflow_run?.id ?? 0).catch(() => undefined)
    return `the newest is ${describeMisfit(artifact, run, this.#inputs)}`
  }

  /** Live names in the searched place. */
  async #otherNames(): Promise<string[] | undefined> {
    if (this.#inputs.place.kind === 'ids') return this.#asked.candidates.map(({ name }) => name)
    const others = await this.otherArtifacts()
    return others && [...new Set(others.map(({ name }) => name))]
  }

  /**
   * What lives in the searched place: of a repository only the newest, to keep an error cheap. Undefined where it is not
   * worth a request, because nobody minds.
   */
  async otherArtifacts(): Promise<Artifact[] | undefined> {
    const { place, ifNoArtifactFound } = this.#inputs
    if (ifNoArtifactFound === 'ignore') return undefined
    const runId = place.kind === 'run' ? place.runId : undefined
    this.#others ??= this.#services.artifacts
      .list({ runId, stop: FIRST_PAGE })
      .then(({ items }) => items.filter(artifact => !artifact.expired))
    return await this.#others
  }
}
