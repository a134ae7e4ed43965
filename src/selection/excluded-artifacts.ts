import type { Artifact } from '../github/artifact.js'
import { compileGlob } from '../text/glob.js'
import type { Criteria } from './select.js'

/** What was read and is not meant: of another name, branch or commit than was asked for, or of a run that does not fit. */
export class ExcludedArtifacts {
  /** Whether all was read that there is in the searched place. */
  isWhole = true
  /** In bytes. */
  size = 0
  readonly #ids = new Set<number>()
  #idle: { input: 'pattern' | 'branch'; line: string; takes: (artifact: Artifact) => boolean }[]

  constructor({ names, pattern, runs }: Criteria) {
    const takers = (
      input: 'pattern' | 'branch',
      lines: readonly string[],
      textOf: (artifact: Artifact) => string
    ) =>
      lines
        .filter(line => line.startsWith('!'))
        .map(line => {
          const matches = compileGlob(line.slice(1))
          return { input, line, takes: (artifact: Artifact) => matches(textOf(artifact)) }
        })
    this.#idle = [
      // Where names are asked for, others are not read.
      ...takers('pattern', names.length === 0 ? (pattern?.lines ?? []) : [], ({ name }) => name),
      ...takers('branch', runs?.branch?.lines ?? [], ({ workflow_run: run }) => run?.head_branch ?? '')
    ]
  }

  get count(): number {
    return this.#ids.size
  }

  /** The lines with `!` of an input that took away none of it. */
  idle(input: 'pattern' | 'branch'): string[] {
    return this.#idle.filter(idle => idle.input === input).map(({ line }) => line)
  }

  add(artifact: Artifact): void {
    // A list that moves while it is read gives some twice.
    if (this.#ids.has(artifact.id)) return
    this.#ids.add(artifact.id)
    this.size += artifact.size_in_bytes
    if (this.#idle.length > 0) this.#idle = this.#idle.filter(({ takes }) => !takes(artifact))
  }
}
