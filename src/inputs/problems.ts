import { ActionError } from '../errors/action-error.js'
import { invalidInputs } from '../messages/inputs.js'
import type { InputName } from './action-defaults.js'

export interface Problem {
  /** As given: an unknown input too. Printable. */
  input: string
  /** What is wrong and what is allowed: it continues a sentence that starts with the input. */
  text: string
}

/** Inputs that are not valid: all problems at once. */
export class InputError extends ActionError {
  override readonly name = 'InputError'

  constructor(readonly problems: readonly Problem[]) {
    super('input-invalid', invalidInputs(problems))
  }
}

/** Collects the problems of the inputs. */
export class Problems {
  readonly #found: Problem[] = []

  /** @param warn gets a text for each input that is probably a mistake */
  constructor(readonly warn: (text: string) => void) {}

  add(input: string, text: string): void {
    this.#found.push({ input, text })
  }

  /** Whether one of these inputs has a problem. */
  has(...inputs: readonly InputName[]): boolean {
    return this.#found.some(({ input }) => inputs.some(name => name === input))
  }

  /** @throws InputError if there are any */
  throwIfAny(): void {
    if (this.#found.length > 0) throw new InputError(this.#found)
  }
}
