import type { DownloadInputs } from '../download/inputs.js'
import type { Repository } from '../github/repository.js'
import type { DeleteFields, SelectionFields } from '../selection/inputs.js'

export const OPERATIONS = ['list', 'get', 'download', 'delete'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Conclusions of runs (https://docs.github.com/en/rest/actions/workflow-runs). `any` also matches runs without one. */
export const CONCLUSIONS = [
  'success',
  'failure',
  'cancelled',
  'skipped',
  'timed_out',
  'neutral',
  'action_required',
  'stale',
  'startup_failure',
  'any'
] as const

/** Where the current run's artifacts come from. */
export const BACKENDS = ['auto', 'runtime', 'rest'] as const

export interface ConnectionInputs {
  repository: Repository
  /** Whether it is the repository of this job. */
  ownRepository: boolean
  /** Empty: none. */
  token: string
  /** Without a trailing slash. */
  apiUrl: string
  /** Whether that is the server of this job. */
  ownServer: boolean
  /** Whether that is github.com. */
  onGitHubCom: boolean
  backend: (typeof BACKENDS)[number]
  concurrency: number | 'auto'
  /** Tries after the first one. */
  retries: number
  /** How long a connection may transfer no data, in ms. */
  stallTimeout: number
  /** In ms. */
  rateLimitWait: number
  summary: boolean
}

type InputsOf<Name extends Operation, Inputs = unknown> = { operation: Name } & ConnectionInputs &
  SelectionFields &
  Inputs

export type ListActionInputs = InputsOf<'list'>
export type GetActionInputs = InputsOf<'get'>
export type DownloadActionInputs = InputsOf<'download', DownloadInputs>
export type DeleteActionInputs = InputsOf<'delete', DeleteFields>
export type ActionInputs = ListActionInputs | GetActionInputs | DownloadActionInputs | DeleteActionInputs
