import {
  amount,
  amountOf,
  artifactName,
  artifactTitle,
  branchTitle,
  firstAndCount,
  groupTitle,
  listed,
  nameList,
  shortSha
} from '../../../src/messages/formats.js'
import { anArtifact } from '../../support/artifact.js'
import type { Samples } from './samples.js'

const DIST = anArtifact({ id: 17, name: 'dist' })
const FORK = { id: 8, repository_id: 1, head_repository_id: 2, head_branch: 'main' }
const DOZEN = Array.from({ length: 12 }, (_, index) => `name-${index + 1}`)
const GROUP = { name: 'dist', branch: 'main', workflow: 5, isForeign: false }

export const FORMATS: Samples = {
  amount: [() => amount({ count: 1, size: 453 }), () => amount({ count: 3, size: 20_000_000 })],
  amountOf: [() => amountOf([DIST, DIST])],
  artifactName: [() => artifactName(DIST)],
  artifactTitle: [() => artifactTitle(DIST)],
  branchTitle: [() => branchTitle(DIST), () => branchTitle({ workflow_run: FORK })],
  firstAndCount: [() => firstAndCount([DIST]), () => firstAndCount([DIST, DIST, DIST])],
  groupTitle: [
    () => groupTitle('name-and-branch', GROUP),
    () => groupTitle('branch', { ...GROUP, branch: undefined }),
    () => groupTitle('workflow', GROUP),
    () => groupTitle('workflow', { ...GROUP, workflow: undefined, isForeign: true })
  ],
  listed: [() => listed([1, 2], String)],
  nameList: [() => nameList(['dist', 'docs']), () => nameList(DOZEN)],
  shortSha: [() => shortSha('0123456789abcdef')]
}
