/**
 * What went wrong, as a stable word: docs/TROUBLESHOOTING.md and tests go by it. `title` heads the annotation, `advice` is
 * what to do where an error itself has no hint.
 */
export const ERRORS = {
  'input-invalid': {
    title: 'Invalid inputs',
    advice: 'Correct `with:` of this step; nothing was asked of the server yet.'
  },
  'api-unauthorized': {
    title: 'Token not valid',
    advice: 'Pass a github-token that is valid on this server.'
  },
  'api-forbidden': { title: 'Permission missing', advice: 'Grant the token what the step needs.' },
  'api-not-found': {
    title: 'Not there, or not visible',
    advice: 'Check repository, run-id and what the token may see.'
  },
  'api-rate-limited': {
    title: 'Rate limit reached',
    advice: 'Run the step again later, or raise rate-limit-wait.'
  },
  'api-rejected': { title: 'Request not accepted', advice: 'Check the inputs.' },
  'api-failed': { title: 'GitHub API not available', advice: 'Run the step again later.' },
  'api-answer-invalid': {
    title: 'Answer is not of the GitHub API',
    advice: 'Check api-url, and that no proxy answers in its place.'
  },
  'service-failed': {
    title: 'Artifact service not available',
    advice: 'Set backend: auto, so that the REST API is used instead.'
  },
  'artifact-not-found': {
    title: 'Artifact not found',
    advice: 'Check the name, and that the job that uploads has ended (needs:).'
  },
  'artifact-expired': { title: 'Artifact expired', advice: 'Run the workflow that uploads it again.' },
  'artifact-foreign': {
    title: 'Artifact of a fork',
    advice: 'Take it only if you trust whoever opened that pull request.'
  },
  'artifact-name-invalid': {
    title: 'Artifact name cannot be a file name',
    advice: 'Give one exact name or id, or use merge-multiple.'
  },
  'artifacts-failed': { title: 'Some artifacts failed', advice: 'The log says for each of them why.' },
  'plan-too-large': {
    title: 'More to delete than max-deletes',
    advice: 'Narrow what is meant, or raise max-deletes.'
  },
  'storage-failed': { title: 'Download failed', advice: 'Run the step again.' },
  'digest-mismatch': {
    title: 'Digest does not match',
    advice: 'Do not trust these bytes. Run the step again.'
  },
  'archive-refused': {
    title: 'Archive refused',
    advice: 'Look at the run that made it before you trust it.'
  },
  'target-refused': {
    title: 'Target folder refused',
    advice: 'Give a path that is a plain folder of yours.'
  },
  'target-conflict': {
    title: 'File exists already',
    advice: 'Empty path first, or choose another on-conflict.'
  },
  'disk-full': { title: 'Disk full', advice: 'Free some space, or download less at once.' },
  'disk-failed': { title: 'Disk failed', advice: 'Check the disk of the runner and the rights on path.' },
  interrupted: {
    title: 'Step was stopped',
    advice: 'Nothing is half-written. Run the job again if it was not you who cancelled it.'
  },
  internal: {
    title: 'Fault of the action',
    advice: 'Please report it, with the log of a run with debug logging.'
  }
} as const
