import { existsSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Root } from '../../src/install/folder.js'
import { nodeDisk } from '../../src/install/journal.js'
import { openTarget } from '../../src/install/target.js'
import { ON_WINDOWS } from '../support/platform.js'
import { modeOf, snapshot } from '../support/tree.js'
import { sandbox, staged, write } from './fixture.js'

let box: ReturnType<typeof sandbox>
beforeEach(() => {
  box = sandbox()
})
afterEach(() => box.remove())

describe('openTarget', () => {
  test('makes missing folders, and removes them when nothing was put there', async () => {
    const target = await openTarget(join(box.root, 'a/b/c'))
    expect(statSync(join(box.root, 'a/b/c')).isDirectory()).toBe(true)
    await target.stage()
    await target.close()
    expect(readdirSync(box.root)).toEqual([])
  })

  test('leaves folders that were there, or that someone else uses by now', async () => {
    write(box.root, { a: null })
    const target = await openTarget(join(box.root, 'a/b/c'))
    write(box.root, { 'a/b/theirs': '1' })
    await target.close()
    expect(Object.keys(snapshot(box.root))).toEqual(['.', 'a', 'a/b', 'a/b/theirs'])
  })

  test('an empty artifact leaves the folder that was made', async () => {
    const target = await openTarget(join(box.root, 'a'))
    expect(await target.install([await staged(target, {})], { onConflict: 'error' })).toEqual({
      files: 0,
      skipped: 0
    })
    await target.close()
    expect(snapshot(box.root)).toMatchObject({ a: 'folder 0755' })
  })

  test('follows a link that the user named', async () => {
    write(box.root, { real: null, link: '-> real' })
    const target = await openTarget(join(box.root, 'link'))
    expect(target.path).toBe(realpathSync(join(box.root, 'real')))
    await target.install([await staged(target, { x: '1' })], { onConflict: 'error' })
    await target.close()
    expect(Object.keys(snapshot(box.root))).toEqual(['.', 'link', 'real', 'real/x'])
  })

  const nowhere = ON_WINDOWS ? 'Q:\\artifacts' : '/proc/artifacts'
  const isNowhere = existsSync(dirname(nowhere)) !== ON_WINDOWS

  test.each([
    ...(isNowhere ? [['a place that takes no folders', nowhere, 'cannot be made: ']] : []),
    ['a file', 'file', 'is a file, not a folder'],
    ['below a file', 'file/x/y', 'leads through a file'],
    ['below a link to a file', 'link/x', 'leads through a file'],
    ['a link to nothing', 'broken', 'is a symbolic link to nothing'],
    ['below a link to nothing', 'broken/x', 'is a symbolic link to nothing'],
    ['a link to itself', 'loop', 'ELOOP'],
    [
      'a name that is too long',
      `new/${'x'.repeat(300)}`,
      ON_WINDOWS ? 'cannot be made' : 'the path is too long'
    ]
  ])('refuses %s, and leaves nothing behind', async (_, name = '', says = '') => {
    write(box.root, { file: 'old', link: '-> file', broken: '-> nothing', loop: '-> loop' })
    const was = snapshot(box.root)
    await expect(openTarget(resolve(box.root, name))).rejects.toThrow(says)
    expect(snapshot(box.root)).toEqual(was)
  })

  test('staging is private, beside the target, and goes', async () => {
    const target = await openTarget(join(box.root, 'path'))
    const first = await target.stage()
    const second = await target.stage()
    expect(first.folder).not.toBe(second.folder)
    const [hidden = '', visible] = readdirSync(box.root)
    expect(hidden).toMatch(/^\.artifact-action-[0-9a-f]{24}$/)
    expect(visible).toBe('path')
    expect(modeOf(statSync(join(box.root, hidden)))).toBe(ON_WINDOWS ? 0o755 : 0o700)
    writeFileSync(join(first.folder, 'x'), '1')
    await first.remove()
    expect(readdirSync(join(box.root, hidden))).toHaveLength(1)
    await target.close()
    expect(readdirSync(box.root)).toEqual([])
  })

  test('another job that made the target may give up on it', async () => {
    const path = join(box.root, 'path')
    const theirs = await openTarget(path)
    const ours = await openTarget(path)
    const tree = await staged(ours, { a: '1' })
    await theirs.close()
    expect(readdirSync(box.root)).not.toContain('path')
    expect(await ours.install([tree], { onConflict: 'error' })).toEqual({ files: 1, skipped: 0 })
    await ours.close()
    expect(snapshot(box.root)).toMatchObject({ 'path/a': 'file 0644 "1"' })
  })

  test('a target that became a link after it was opened is refused', async () => {
    const path = join(box.root, 'path')
    write(box.root, { outside: null })
    const target = await openTarget(path)
    const tree = await staged(target, { a: '1' })
    target.removeMade()
    symlinkSync('outside', path)
    await expect(target.install([tree], { onConflict: 'error' })).rejects.toMatchObject({
      code: 'target-refused'
    })
    await target.close()
    expect(readdirSync(join(box.root, 'outside'))).toEqual([])
  })
})

describe.each([true, false])('a root that pins what it opens: %s', pins => {
  // Only Linux can.
  const pinsHere = pins && process.platform === 'linux'

  test.each([
    ['a link', ['link']],
    ['a link on the way', ['link', 'deeper']],
    ['a link in a folder', ['folder', 'link']],
    ['a file', ['file']]
  ])('opens nothing through %s', (_, segments) => {
    write(box.root, {
      'real/deeper': null,
      'folder/link': '-> ../real',
      link: '-> real',
      file: 'x'
    })
    const root = new Root(box.root, pinsHere)
    expect(() => root.open(segments)).toThrow(/became a link or a file/)
    root.open(['folder']).close()
  })

  test('is not followed where it has become a link itself', () => {
    write(box.root, { real: null, link: '-> real' })
    expect(() => new Root(join(box.root, 'link'), pinsHere).open([])).toThrow(/became a link or a file/)
  })
})

test('a file that becomes a link right before it is replaced is not replaced', async () => {
  write(box.root, { 'path/a': 'old', victim: 'mine' })
  let swapped = false
  const target = await openTarget(join(box.root, 'path'), {
    ...nodeDisk,
    rename(from, to) {
      // The first move is that of the old file to where it is kept.
      if (!swapped) {
        rmSync(from)
        symlinkSync('../victim', from)
      }
      swapped = true
      nodeDisk.rename(from, to)
    }
  })
  const tree = await staged(target, { a: 'new' })
  await expect(target.install([tree], { onConflict: 'overwrite' })).rejects.toMatchObject({
    message: expect.stringMatching(/"a".*link/)
  })
  await target.close()
  expect(snapshot(box.root)).toMatchObject({ 'path/a': 'link to ../victim', victim: 'file 0644 "mine"' })
})
