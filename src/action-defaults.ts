// Generated from action.yml by `npm run generate`.

/** The default of every input as action.yml has it, expressions included. */
export const DEFAULTS = {
  operation: 'download',
  repository: '${{ github.repository }}',
  'github-token': '${{ github.token }}',
  'api-url': '${{ github.api_url }}',
  scope: 'run',
  'run-id': '',
  workflow: '',
  branch: '',
  commit: '',
  'pull-request': '',
  event: '',
  conclusion: '',
  'allow-forks': 'false',
  name: '',
  pattern: '',
  'artifact-ids': '',
  'older-than': '',
  'newer-than': '',
  'larger-than': '',
  'smaller-than': '',
  'include-expired': 'false',
  latest: '',
  shard: '',
  limit: '0',
  'if-no-artifact-found': '',
  'wait-timeout': '0s',
  path: '${{ github.workspace }}',
  'merge-multiple': 'false',
  files: '',
  'skip-decompress': 'false',
  'digest-mismatch': 'error',
  'on-conflict': 'overwrite',
  'max-extracted-size': '',
  'delete-after': 'false',
  'dry-run': 'false',
  concurrency: '8',
  summary: ''
} as const

export type InputName = keyof typeof DEFAULTS
