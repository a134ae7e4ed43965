import type { Permissions } from '../../__tests__/support/github-server/index.js'
import type { StepResult } from '../../__tests__/support/runner.js'
import type { Scope } from './expressions.js'
import type { Texts } from './workflow.js'

/** A step that uses this action, with evaluated inputs. */
export interface ReadyStep {
  title: string
  /** The inputs as written in the file. */
  written: Texts
  /** The inputs with their expressions evaluated. */
  inputs: Texts
  env: Texts
}

/** Runs the steps of one job. */
export interface JobRunner {
  /** The contexts `github`, `runner` and `secrets` of this job. */
  contexts: Scope['contexts']
  run(step: ReadyStep): Promise<Pick<StepResult, 'code' | 'outputs'>>
  remove(): void
}

/** The environment that a workflow runs in. */
export interface Host {
  print(line: string): void
  /** The contexts `github`, `inputs` and `vars`, which all jobs share. */
  contexts: Scope['contexts']
  startRunner(permissions: Permissions): JobRunner
  /** The outputs of actions/upload-artifact for this artifact; undefined if the run does not have it. */
  uploadOutputs(name: string): Texts | undefined
}
