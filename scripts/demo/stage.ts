import type { Permissions } from '../../__tests__/support/github-server/index.js'
import type { StepResult } from '../../__tests__/support/runner.js'
import type { Scope } from './expressions.js'
import type { Texts } from './workflow.js'

/** A step of ours that is ready to be run. */
export interface ReadyStep {
  title: string
  /** The inputs as they stand in the file. */
  written: Texts
  /** With the values of their expressions. */
  inputs: Texts
  env: Texts
}

/** What a job runs on. */
export interface Machine {
  /** `github`, `runner` and `secrets`, as this job has them. */
  contexts: Scope['contexts']
  run(step: ReadyStep): Promise<Pick<StepResult, 'code' | 'outputs'>>
  remove(): void
}

/** Where a workflow is played. */
export interface Stage {
  say(line: string): void
  /** `github`, `inputs` and `vars`, whatever the job. */
  contexts: Scope['contexts']
  startMachine(permissions: Permissions): Machine
  /** What upload-artifact would have given out for the artifact of this name, where the run has one. */
  uploaded(name: string): Texts | undefined
}
