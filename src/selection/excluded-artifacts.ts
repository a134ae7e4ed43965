import type { Artifact } from '../github/artifact.js'
import { compileGlob } from '../text/glob.js'
import type { Criteria } from './select.js'

/** The artifacts that were read and do not match by name, branch, commit or run. */
export class ExcludedArtifacts {
  /** Whether everything in the searched place was read. */
  isWhole = true
  /** In bytes. */
  size = 0
  readonly #ids = new Set<number>()
  #idle: { input: 'pattern' | 'branch'; line: string; excludes: (artifact: Artifact) => boolean }[]

  constructor({ names, pattern, runs }: Pick<Criteria, 'names' | 'pattern' | 'runs'>) {
    const exclusions = (
      input: 'pattern' | 'branch',
      lines: readonly string[],
      textOf: (artifact: Artifact) => string
    ) =>
      lines
        .filter(line => line.startsWith('!'))
        .map(line => {
          const matches = compileGlob(line.slice(1))
          return { input, line, excludes: (artifact: Artifact) => matches(textOf(artifact)) }
        })
    this.#idle = [
      // With `name`, artifacts of other names are not read.
      ...exclusions('pattern', names.length === 0 ? (pattern?.lines ?? []) : [], ({ name }) => name),
      ...exclusions('branch', runs.branch?.lines ?? [], ({ workflow_run: run }) => run?.head_branch ?? '')
    ]
  }

  get count(): number {
    return this.#ids.size
  }

  /** The lines with `!` of an input that excluded nothing. */
  idle(input: 'pattern' | 'branch'): string[] {
    return this.#idle.filter(idle => idle.input === input).map(({ line }) => line)
  }

  /** The same filter, which also adds what it rejects. */
  filter(matches: (artifact: Artifact) => boolean): (artifact: Artifact) => boolean {
    return artifact => {
      const isMatch = matches(artifact)
      if (!isMatch) this.add(artifact)
      return isMatch
    }
  }

  add(artifact: Artifact): void {
    // A list that changes while it is read may repeat artifacts.
    if (this.#ids.has(artifact.id)) return
    this.#ids.add(artifact.id)
    this.size += artifact.size_in_bytes
    if (this.#idle.length > 0) this.#idle = this.#idle.filter(({ excludes }) => !excludes(artifact))
  }
}
