// Generated from action.yml by `npm run generate`.

/** The default of every input as action.yml has it, expressions included. */
export const DEFAULTS = {
  operation: 'download',
  repository: '${{ github.repository }}',
  'github-token': '${{ github.token }}',
  'api-url': '${{ github.api_url }}',
  scope: 'run',
  'run-id': '',
  name: '',
  pattern: '',
  'artifact-ids': '',
  'include-expired': 'false',
  latest: '',
  limit: '0',
  'if-no-artifact-found': '',
  path: '${{ github.workspace }}',
  'merge-multiple': 'false',
  files: '',
  'skip-decompress': 'false',
  'digest-mismatch': 'error',
  'on-conflict': 'overwrite',
  'max-extracted-size': '',
  cache: 'false',
  'delete-after': 'false',
  'dry-run': 'false',
  concurrency: '8',
  summary: ''
} as const

export type InputName = keyof typeof DEFAULTS
