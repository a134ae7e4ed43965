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
import { Journal, nodeDisk, openWorkFolder } from '../../src/install/journal.js'
import { TargetRoot } from '../../src/install/target-root.js'
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
  test('are removed with their contents, without following links', () => {
    write(box.root, { 'outside/keep': 'keep' })
    const was = snapshot(box.root)
    const folder = createTemporary(box.root)
    write(folder, { 'a/b/c': '1', 'a/link': '-> ../../outside', 'ro/deep/x': '1', empty: null })
    chmodSync(join(folder, 'ro/deep'), 0o500)
    chmodSync(join(folder, 'ro'), 0o000)
    createTemporary(box.root)
    expect(removeAllTemporaries()).toEqual([])
    expect(snapshot(box.root)).toEqual(was)
  })

  test('may be removed twice', async () => {
    const folder = createTemporary(box.root)
    await removeTemporary(folder)
    await removeTemporary(folder)
    const other = createTemporary(box.root)
    write(other, { x: '1' })
    await removeTemporary(other)
    expect(removeAllTemporaries()).toEqual([])
  })

  test('are not removed once they are kept', () => {
    const folder = createTemporary(box.root)
    keepTemporary(folder)
    expect(removeAllTemporaries()).toEqual([])
    expect(readdirSync(box.root)).toHaveLength(1)
  })
})

describe('if the file system ignores case', () => {
  test.each([
    ['README', 'readme', 'README'],
    ['other', 'readme', 'readme']
  ])('the file %j, replaced by %j, is restored as %j', (real, name, expected) => {
    // A link simulates a second name of the file. The link is moved, and its name counts.
    const path = join(realpathSync(box.root), 'path')
    write(path, { [real]: 'old' })
    const isOne = existsSync(join(path, name))
    if (!isOne) symlinkSync(real, join(path, name))
    mkdirSync(join(box.root, 'work'))
    const workFolder = { ...openWorkFolder(join(box.root, 'work')), folds: true }
    const root = new TargetRoot(path)
    const journal = new Journal(root, nodeDisk)
    const folder = { log: journal.openFolder([], join(box.root, 'work')), folder: root.open([]), workFolder }
    journal.backUp(folder, name)
    const backup = readdirSync(join(box.root, 'work', 'replaced'))
    expect(backup).toEqual(['0'])
    folder.folder.close()
    writeFileSync(join(box.root, 'unrelated'), '')
    if (!isOne) nodeDisk.rename(join(path, real), join(box.root, 'gone'))
    expect(journal.undo()).toEqual([])
    expect(readdirSync(path)).toEqual([expected])
  })
})
