import { printable } from './printable.js'

/**
 * All errors by code. docs/TROUBLESHOOTING.md has a section for each code, and tests assert codes. `title` is the title of
 * the annotation. `advice` is what to do if the error itself has no hint.
 */
export const ERRORS = {
  'input-invalid': {
    title: 'Invalid inputs',
    advice: 'Correct the inputs under `with:` of this step. The action has not sent any request.'
  },
  'api-unauthorized': {
    title: 'Invalid token',
    advice:
      'The server does not accept github-token. It may be expired, revoked or from another server. Remove github-token to use the token of the job, or pass a new one.'
  },
  'api-forbidden': {
    title: 'Access denied',
    advice: 'Grant the token the permissions that the step needs, or follow the message of the server.'
  },
  'api-not-found': {
    title: 'Not found or no access',
    advice: 'Check repository, run-id and the permissions of the token.'
  },
  'api-rate-limited': {
    title: 'Rate limit reached',
    advice: 'Run the step again later, or raise rate-limit-wait.'
  },
  'api-rejected': {
    title: 'Request rejected',
    advice: 'The server rejected the request as invalid. Check the inputs.'
  },
  'api-failed': { title: 'GitHub API unavailable', advice: 'The server failed. Run the step again later.' },
  'api-answer-invalid': {
    title: 'Unexpected API response',
    advice:
      'Check that api-url is the base URL of a GitHub REST API, and that no proxy responds in its place.'
  },
  'service-failed': {
    title: 'Artifact service unavailable',
    advice: 'Set backend: auto to use the REST API instead.'
  },
  'artifact-not-found': {
    title: 'Artifact not found',
    advice: 'Check the name. If another job uploads the artifact, add that job to `needs:`.'
  },
  'artifact-expired': {
    title: 'Artifact expired',
    advice:
      'Its files are deleted. Run the workflow that uploads it again. To keep artifacts longer, raise retention-days in the upload step.'
  },
  'artifact-foreign': {
    title: 'Artifact from a fork',
    advice: 'Set allow-forks only if you trust the author of that pull request.'
  },
  'artifact-name-invalid': {
    title: 'Artifact name is not a file name',
    advice: 'Select one artifact by name or ID, or set merge-multiple.'
  },
  'artifacts-failed': {
    title: 'Some artifacts failed',
    advice: 'Find the reason for each of them in the log, and correct it. Then run the step again.'
  },
  'plan-too-large': {
    title: 'Plan larger than max-deletes',
    advice: 'Narrow the selection, or raise max-deletes.'
  },
  'storage-failed': { title: 'Download failed', advice: 'Run the step again.' },
  'digest-mismatch': {
    title: 'Digest does not match',
    advice: 'Do not trust the downloaded bytes. Run the step again.'
  },
  'archive-refused': {
    title: 'Archive refused',
    advice: 'Check the run that created the archive before you trust it.'
  },
  'target-refused': {
    title: 'Target folder refused',
    advice: 'Set path to a folder, or to a path that does not exist yet. Remove links from it.'
  },
  'target-conflict': {
    title: 'File already exists',
    advice: 'Empty the folder in path first, or change on-conflict.'
  },
  'disk-full': { title: 'Disk full', advice: 'Free disk space, or download fewer artifacts at once.' },
  'disk-failed': {
    title: 'File system error',
    advice: 'Check the disk of the runner and the permissions of the folder in path.'
  },
  interrupted: {
    title: 'Step was stopped',
    advice: 'No partial files are left. If you did not cancel the job, run it again.'
  },
  internal: {
    title: 'Internal error',
    advice:
      'This is a bug in the action. Please report it with the log of a run that has debug logging enabled.'
  }
} as const

/** `Artifact not found (artifact-not-found)` */
export const errorTitle = (code: keyof typeof ERRORS) => `${ERRORS[code].title} (${code})`

/** What failed and why, then what to do. Both texts are printable. */
export const errorExplanation = (code: keyof typeof ERRORS, problem: string, hint?: string) =>
  `${problem}\n\n${hint || ERRORS[code].advice}`

/** `thrown` is the text of an error that the action does not expect. */
export const unexpectedError = (thrown: string) => `Unexpected error: ${printable(thrown)}`
