import { existsSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { nodeDisk } from '../../src/install/journal.js'
import { openTarget } from '../../src/install/target.js'
import { TargetRoot } from '../../src/install/target-root.js'
import { ON_WINDOWS } from '../support/platform.js'
import { modeOf, snapshot } from '../support/tree.js'
import { sandbox, staged, write } from './fixture.js'

let box: ReturnType<typeof sandbox>
beforeEach(() => {
  box = sandbox()
})
afterEach(() => box.remove())

describe('openTarget', () => {
  test('creates missing folders, and removes them if they stay empty', async () => {
    const target = await openTarget(join(box.root, 'a/b/c'))
    expect(statSync(join(box.root, 'a/b/c')).isDirectory()).toBe(true)
    await target.stage()
    await target.close()
    expect(readdirSync(box.root)).toEqual([])
  })

  test('keeps folders that existed before or that are in use', async () => {
    write(box.root, { a: null })
    const target = await openTarget(join(box.root, 'a/b/c'))
    write(box.root, { 'a/b/theirs': '1' })
    await target.close()
    expect(Object.keys(snapshot(box.root))).toEqual(['.', 'a', 'a/b', 'a/b/theirs'])
  })

  test('an empty artifact keeps the folder that was created', async () => {
    const target = await openTarget(join(box.root, 'a'))
    expect(await target.install([await staged(target, {})], { onConflict: 'error' })).toBe(0)
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
  const notCreatable = ON_WINDOWS ? 'not creatable (Windows)' : 'not creatable'
  const isNowhere = existsSync(dirname(nowhere)) !== ON_WINDOWS

  test.each([
    ...(isNowhere ? [['a place without folders', nowhere, { problem: notCreatable }] as const] : []),
    ['a file', 'file', { problem: 'is a file' }],
    ['a path below a file', 'file/x/y', { problem: 'through a file' }],
    ['a path below a link to a file', 'link/x', { problem: 'through a file' }],
    ['a broken link', 'broken', { problem: 'broken link' }],
    ['a path below a broken link', 'broken/x', { problem: 'broken link' }],
    ['a link to itself', 'loop', { code: 'disk-failed', cause: { code: 'ELOOP' } }],
    [
      'a name that is too long',
      `new/${'x'.repeat(300)}`,
      ON_WINDOWS ? { problem: notCreatable } : { code: 'disk-failed', cause: { code: 'ENAMETOOLONG' } }
    ]
  ] as const)('refuses %s, and leaves nothing behind', async (_, name, error) => {
    write(box.root, { file: 'old', link: '-> file', broken: '-> nothing', loop: '-> loop' })
    const was = snapshot(box.root)
    await expect(openTarget(resolve(box.root, name))).rejects.toMatchObject({
      code: 'target-refused',
      ...error
    })
    expect(snapshot(box.root)).toEqual(was)
  })

  test('staging folders are private, beside the target, and removed', async () => {
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

  test('another job may remove the target that it created', async () => {
    const path = join(box.root, 'path')
    const theirs = await openTarget(path)
    const ours = await openTarget(path)
    const tree = await staged(ours, { a: '1' })
    await theirs.close()
    expect(readdirSync(box.root)).not.toContain('path')
    expect(await ours.install([tree], { onConflict: 'error' })).toBe(1)
    await ours.close()
    expect(snapshot(box.root)).toMatchObject({ 'path/a': 'file 0644 "1"' })
  })

  test('a target that became a link after it was opened is refused', async () => {
    const path = join(box.root, 'path')
    write(box.root, { outside: null })
    const target = await openTarget(path)
    const tree = await staged(target, { a: '1' })
    target.removeCreated()
    symlinkSync('outside', path)
    await expect(target.install([tree], { onConflict: 'error' })).rejects.toMatchObject({
      code: 'target-refused'
    })
    await target.close()
    expect(readdirSync(join(box.root, 'outside'))).toEqual([])
  })
})

describe.each([true, false])('a root that pins folders: %s', pins => {
  // Only Linux can pin folders.
  const pinsHere = pins && process.platform === 'linux'

  test.each([
    ['a link', ['link']],
    ['a link in place of a parent', ['link', 'deeper']],
    ['a link in a folder', ['folder', 'link']],
    ['a file', ['file']]
  ])('opens nothing through %s', (_, segments) => {
    write(box.root, {
      'real/deeper': null,
      'folder/link': '-> ../real',
      link: '-> real',
      file: 'x'
    })
    const root = new TargetRoot(box.root, pinsHere)
    expect(() => root.open(segments)).toThrow(expect.objectContaining({ code: 'target-refused' }))
    root.open(['folder']).close()
  })

  test('the root is not followed if it became a link', () => {
    write(box.root, { real: null, link: '-> real' })
    expect(() => new TargetRoot(join(box.root, 'link'), pinsHere).open([])).toThrow(
      expect.objectContaining({ code: 'target-refused' })
    )
  })
})

test('a file that becomes a link before it is replaced is kept', async () => {
  write(box.root, { 'path/a': 'old', victim: 'mine' })
  let swapped = false
  const target = await openTarget(join(box.root, 'path'), {
    ...nodeDisk,
    rename(from, to) {
      // The first rename moves the old file to its backup.
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
    code: 'target-refused',
    obstacles: [{ path: 'a', owner: undefined, obstacle: 'link' }]
  })
  await target.close()
  expect(snapshot(box.root)).toMatchObject({ 'path/a': 'link to ../victim', victim: 'file 0644 "mine"' })
})
