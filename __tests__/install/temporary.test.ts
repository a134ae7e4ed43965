import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { Root } from '../../src/install/folder.js'
import { Journal, nodeDisk, openArea } from '../../src/install/journal.js'
import {
  createTemporary,
  keepTemporary,
  removeAllTemporaries,
  removeTemporary
} from '../../src/install/temporary.js'
import { snapshot } from '../support/tree.js'
import { sandbox, write } from './fixture.js'

let box: ReturnType<typeof sandbox>
beforeEach(() => {
  box = sandbox()
})
afterEach(() => box.remove())

describe('temporary folders', () => {
  test('are removed with all they hold, links never followed', () => {
    write(box.root, { 'outside/keep': 'keep' })
    const was = snapshot(box.root)
    const folder = createTemporary(box.root)
    write(folder, { 'a/b/c': '1', 'a/link': '-> ../../outside', 'ro/deep/x': '1', empty: null })
    chmodSync(join(folder, 'ro/deep'), 0o500)
    chmodSync(join(folder, 'ro'), 0o000)
    createTemporary(box.root, 'other-')
    expect(removeAllTemporaries()).toEqual([])
    expect(snapshot(box.root)).toEqual(was)
  })

  test('one that was removed already, by whomever, is no trouble', async () => {
    const folder = createTemporary(box.root)
    await removeTemporary(folder)
    await removeTemporary(folder)
    const other = createTemporary(box.root)
    write(other, { x: '1' })
    await removeTemporary(other)
    expect(removeAllTemporaries()).toEqual([])
  })

  test('one that is kept stays', () => {
    const folder = createTemporary(box.root)
    keepTemporary(folder)
    expect(removeAllTemporaries()).toEqual([])
    expect(readdirSync(box.root)).toHaveLength(1)
  })
})

describe('where names fold', () => {
  test.each([
    ['README', 'readme', 'README'],
    ['other', 'readme', 'readme']
  ])('a file that is really called %j, replaced as %j, gets back the name %j', (real, name, expected) => {
    // A link stands in for a file system with two names for one file: what is moved is the link, and its name counts.
    const path = join(realpathSync(box.root), 'path')
    write(path, { [real]: 'old' })
    const isOne = existsSync(join(path, name))
    if (!isOne) symlinkSync(real, join(path, name))
    mkdirSync(join(box.root, 'work'))
    const area = { ...openArea(join(box.root, 'work')), folds: true }
    const root = new Root(path)
    const journal = new Journal(root, nodeDisk)
    const place = { page: journal.page([], join(box.root, 'work')), folder: root.open([]), area }
    journal.setAside(place, name)
    const backup = readdirSync(join(box.root, 'work', 'replaced'))
    expect(backup).toEqual(['0'])
    place.folder.close()
    writeFileSync(join(box.root, 'unrelated'), '')
    if (!isOne) nodeDisk.rename(join(path, real), join(box.root, 'gone'))
    expect(journal.undo()).toEqual([])
    expect(readdirSync(path)).toEqual([expected])
  })
})
