import { foldersOf } from '../../src/download/layout.js'
import { anArtifact } from '../support/artifact.js'

const artifact = anArtifact({ id: 12, name: 'dist' })

describe('foldersOf', () => {
  test.each([
    ['one requested name', { names: ['dist'] }, []],
    ['two requested names, one of them found', { names: ['dist', 'docs'] }, ['dist']],
    ['a pattern or nothing, for any number of matches', {}, ['dist']],
    ['one id', { ids: [12] }, []],
    ['two ids', { ids: [12, 13] }, ['dist']],
    ['merge-multiple', { mergeMultiple: true }, []],
    ['several of a name', { latest: false }, ['dist', '12']],
    ['several of the one requested name', { names: ['dist'], latest: false }, ['dist', '12']],
    ['several of a name, merged', { latest: false, mergeMultiple: true }, []],
    ['one id with latest: false', { ids: [12], latest: false }, []]
  ])('%s', (_, rules, folders) => {
    expect(foldersOf(artifact, { mergeMultiple: false, names: [], ids: [], latest: true, ...rules })).toEqual(
      folders
    )
  })
})
