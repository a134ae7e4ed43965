import * as messages from '../../../src/messages/inputs.js'
import type { Samples } from './samples.js'

const KINDS = [
  'boolean',
  'size',
  'duration',
  'moment',
  'shard',
  'positive',
  'single-line',
  'names',
  'ids',
  'run-id',
  'workflow',
  'commit',
  'pull-request',
  'event',
  'branches',
  'whole-lines',
  'repository',
  'api-url',
  'api-url-parts',
  'api-url-protocol'
] as const

export const INPUTS: Samples = {
  invalidInputs: [
    () => messages.invalidInputs([{ input: 'limit', text: '"many" is not valid. Allowed: …' }]),
    () =>
      messages.invalidInputs([
        { input: 'limit', text: '"many" is not valid. Allowed: …' },
        { input: 'github-token', text: 'is empty. Allowed: …' }
      ])
  ],
  invalidValue: [
    ...KINDS.map(kind => () => messages.invalidValue('x\ny', { kind })),
    () => messages.invalidValue(undefined, { kind: 'single-line' }),
    () => messages.invalidValue('all', { kind: 'one-of', words: ['run', 'repository'] }),
    () => messages.invalidValue('x', { kind: 'integer', min: 0 }),
    () => messages.invalidValue('0', { kind: 'integer', min: 1, max: 64 }),
    () => messages.invalidValue('0', { kind: 'integer', min: 1, max: 64, orWord: 'auto' }),
    () =>
      messages.invalidValue('a\n{1..9999}', {
        kind: 'globs',
        pattern: '{1..9999}',
        problem: 'alternatives',
        max: 1000
      }),
    () => messages.invalidValue('aaaa', { kind: 'globs', pattern: 'aaaa', problem: 'length', max: 3 })
  ],
  emptyRepository: [() => messages.emptyRepository()],
  misspelledInput: [() => messages.misspelledInput('branch', 'INPUT_BRUNCH')],
  unknownInput: [
    () =>
      messages.unknownInput({
        input: 'ref',
        replacements: ['branch', 'commit'],
        isStepKey: false,
        isDownload: false
      }),
    () =>
      messages.unknownInput({
        input: 'failonerror',
        replacements: ['continue-on-error'],
        isStepKey: true,
        isDownload: true
      })
  ],
  emptyForDelete: [
    () => messages.emptyForDelete('false'),
    () => messages.emptyForDelete('*'),
    () => messages.emptyForDelete('${{ github.run_id }}')
  ],
  emptyRunIdElsewhere: [() => messages.emptyRunIdElsewhere()],
  emptyInputs: [
    () => messages.emptyInputs([{ input: 'run-id', byDefault: '${{ github.run_id }}' }]),
    () =>
      messages.emptyInputs([
        { input: 'github-token', byDefault: '${{ github.token }}' },
        { input: 'commit', byDefault: '*' },
        { input: 'limit', byDefault: '0' },
        { input: 'path', byDefault: '${{ github.workspace }}' }
      ])
  ],
  emptyDigest: [messages.emptyDigest],
  digestOfFiles: [messages.digestOfFiles],
  otherOperation: [
    () =>
      messages.otherOperation({
        value: 'true',
        operation: 'download',
        isDefaultOperation: true,
        allowedWith: ['list', 'get', 'delete']
      }),
    () =>
      messages.otherOperation({
        value: 'out',
        operation: 'list',
        isDefaultOperation: false,
        allowedWith: ['download']
      })
  ],
  getWithoutName: [() => messages.getWithoutName()],
  deleteAfterFiles: [() => messages.deleteAfterFiles()],
  deleteAfterSkip: [() => messages.deleteAfterSkip()],
  unpackOfWholeArchive: [() => messages.unpackOfWholeArchive()],
  filesOfWholeArchive: [() => messages.filesOfWholeArchive()],
  minCountOutOfReach: [() => messages.minCountOutOfReach(4, { input: 'limit', max: 3 })],
  deleteEverything: [
    () => messages.deleteEverything(['name', 'older-than'], false),
    () => messages.deleteEverything(['name', 'older-than'], true)
  ],
  deleteOfCurrentRun: [() => messages.deleteOfCurrentRun(['run-id', 'workflow'])],
  keepRunsOfOneRun: [() => messages.keepRunsOfOneRun()],
  jobTokenForOtherServer: [() => messages.jobTokenForOtherServer('https://ghes.example')],
  noCurrentRun: [() => messages.noCurrentRun()],
  noRunElsewhere: [() => messages.noRunElsewhere(['workflow', 'branch'])],
  runIdWithScope: [() => messages.runIdWithScope(5)],
  runIdWithSearch: [() => messages.runIdWithSearch('triggering', ['workflow', 'commit'])],
  idsWithScope: [() => messages.idsWithScope()],
  idsWithSearch: [() => messages.idsWithSearch(['event', 'allow-forks'])],
  branchOfPullRequest: [() => messages.branchOfPullRequest('refs/pull/12/merge', '12')],
  ancestorsWithoutCommit: [() => messages.ancestorsWithoutCommit(100)],
  noMergeBase: [() => messages.noMergeBase('elsewhere'), () => messages.noMergeBase('no-pull-request')],
  noMergeCommit: [() => messages.noMergeCommit('elsewhere'), () => messages.noMergeCommit('no-sha')],
  numberWithoutWorkflow: [() => messages.numberWithoutWorkflow(12)],
  branchGlob: [() => messages.branchGlob('release/*')],
  noTriggeringRun: [() => messages.noTriggeringRun('push'), () => messages.noTriggeringRun(undefined)]
}
