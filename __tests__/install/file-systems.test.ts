import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nodeDisk } from '../../src/install/journal.js'
import { openTarget, type Target } from '../../src/install/target.js'
import { Mounts, noMounts, run } from '../support/mounts.js'
import { snapshot } from '../support/tree.js'
import { sandbox, staged, write } from './fixture.js'

let box: ReturnType<typeof sandbox>
let path: string
let undo: (() => void)[]
const mounts = new Mounts()
beforeEach(() => {
  box = sandbox()
  path = join(box.root, 'path')
  undo = []
})
afterEach(() => {
  for (const action of undo.reverse()) action()
  mounts.remove()
  box.remove()
})

const tmpfs = (place: string, options?: string) => mounts.tmpfs(place, options)
const bind = (place: string, source: string) => {
  mkdirSync(source, { recursive: true })
  mounts.add(place, '--bind', source)
}

const reason = noMounts()
if (reason !== undefined) console.log(`skipped: ${reason}`)
const onMounts = reason === undefined ? describe : describe.skip

async function stagingFolder(target: Target): Promise<string> {
  return (await target.stage()).folder
}

onMounts('file systems', () => {
  test.each([
    ['another file system', () => tmpfs(path)],
    ['a bind mount of the same one', () => bind(path, join(box.root, 'source'))]
  ])('staging is inside a target that is %s', async (_, prepare) => {
    prepare()
    write(path, { a: 'old' })
    const was = snapshot(box.root)
    const target = await openTarget(path)
    expect(await stagingFolder(target)).toMatch(new RegExp(`^${path}/\\.artifact-action-[0-9a-f]{24}/`))
    expect(
      await target.install([await staged(target, { a: '1', 'd/b': '1' })], { onConflict: 'overwrite' })
    ).toBe(2)
    await target.close()
    expect(readdirSync(path).filter(name => name !== 'lost+found')).toEqual(['a', 'd'])
    expect(Object.keys(was)).toContain('path/a')
  })

  test.each([
    ['another file system', () => tmpfs(join(path, 'd/mounted'))],
    ['a bind mount of the same one', () => bind(join(path, 'd/mounted'), join(box.root, 'source'))]
  ])('a folder of the target that is %s: all or nothing, at whatever rename it fails', async (_, prepare) => {
    prepare()
    write(path, { a: 'old', 'd/mounted/b': 'old', 'd/mounted/e/c': 'old', 'd/mounted/x': 'old' })
    const was = snapshot(path)
    const layout = {
      a: '1',
      'd/mounted/b': '1',
      'd/mounted/e/c': '1',
      'd/mounted/e/g': '1',
      'd/mounted/new/f': '1',
      'd/n': '1'
    }
    let failures = -1
    let outcome: unknown
    do {
      let renames = 0
      failures++
      const target = await openTarget(path, {
        ...nodeDisk,
        rename(from, to) {
          if (renames++ === failures) throw Object.assign(new Error('EIO'), { code: 'EIO' })
          nodeDisk.rename(from, to)
        }
      })
      const trees = [await staged(target, layout), await staged(target, { 'd/mounted/b': '2' })]
      outcome = await target.install(trees, { onConflict: 'overwrite' }).catch(() => 'failed')
      await target.close()
      const after = outcome === 'failed' ? snapshot(path) : was
      expect(after).toEqual(was)
    } while (outcome === 'failed')
    expect(failures).toBeGreaterThan(8)
    expect(outcome).toBe(6)
    expect(snapshot(path)).toMatchObject({
      a: 'file 0644 "1"',
      'd/mounted/b': 'file 0644 "2"',
      'd/mounted/e/c': 'file 0644 "1"',
      'd/mounted/new/f': 'file 0644 "1"',
      'd/mounted/x': 'file 0644 "old"'
    })
    expect(readdirSync(join(path, 'd/mounted')).sort()).toEqual(['b', 'e', 'new', 'x'])
  })

  test('links in a mounted folder keep their targets', async () => {
    tmpfs(join(path, 'mounted'))
    write(path, { 'mounted/l': '-> x' })
    const target = await openTarget(path)
    const tree = await staged(target, { 'mounted/l': '-> ../a', 'mounted/d/m': '-> ../l', 'mounted/b': '1' })
    expect(await target.install([tree], { onConflict: 'overwrite' })).toBe(3)
    await target.close()
    expect(snapshot(path)).toMatchObject({ 'mounted/l': 'link to ../a', 'mounted/d/m': 'link to ../l' })
  })

  test('existing files in a mounted folder are skipped and counted once', async () => {
    tmpfs(join(path, 'mounted'))
    write(path, { 'mounted/a': 'old', 'mounted/b': 'old' })
    const target = await openTarget(path)
    const tree = await staged(target, { 'mounted/a': '1', 'mounted/b': '1', 'mounted/c': '1' })
    expect(await target.install([tree], { onConflict: 'skip' })).toBe(1)
    await target.close()
    expect(readdirSync(join(path, 'mounted')).sort()).toEqual(['a', 'b', 'c'])
  })

  test('a full disk in a folder of the target: an error, and nothing changes', async () => {
    tmpfs(join(path, 'mounted'), 'size=64k')
    write(path, { a: 'old', 'mounted/b': 'old' })
    const was = snapshot(box.root)
    const target = await openTarget(path)
    const tree = await staged(target, { a: '1', 'mounted/b': '1', 'mounted/c': 'x'.repeat(200_000) })
    await expect(target.install([tree], { onConflict: 'overwrite' })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('(ENOSPC)'),
      hint: expect.stringMatching(/./)
    })
    await target.close()
    expect(snapshot(box.root)).toEqual(was)
  })

  test('no inode left for staging: an error, and nothing changes', async () => {
    tmpfs(path, 'nr_inodes=2')
    write(path, { a: 'old' })
    const was = snapshot(box.root)
    const target = await openTarget(path)
    await expect(target.stage()).rejects.toMatchObject({ code: 'disk-full' })
    await target.close()
    expect(snapshot(box.root)).toEqual(was)
  })

  test.each([
    ['that exists', 'path'],
    ['that does not exist', 'path/new/folder']
  ])('a read-only file system, a target %s', async (_, name) => {
    tmpfs(path)
    write(path, { a: 'old' })
    run('mount', '-o', 'remount,ro', path)
    await expect(openTarget(join(box.root, name))).rejects.toMatchObject({
      code: 'disk-failed',
      message: expect.stringContaining('(EROFS)'),
      hint: expect.stringMatching(/./)
    })
  })

  test('a parent that is not writable: staging is inside the target', async () => {
    write(path, { a: 'old' })
    try {
      run('chattr', '+i', box.root)
    } catch (error) {
      console.log(`skipped: no immutable folders here: ${String(error).split('\n')[0]}`)
      return
    }
    undo.push(() => run('chattr', '-i', box.root))
    const target = await openTarget(path)
    const folder = await stagingFolder(target)
    expect(folder.startsWith(`${path}/.artifact-action-`)).toBe(true)
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700)
    await target.install([await staged(target, { b: '1' })], { onConflict: 'error' })
    await target.close()
    expect(readdirSync(path).sort()).toEqual(['a', 'b'])
  })
})

describe('a file system that ignores case', () => {
  const before = { 'Src/README.md': 'old', other: 'old' }

  test('a replaced file is restored with its own name, and two spellings are one file', async () => {
    write(path, before)
    if (!existsSync(join(path, 'SRC'))) {
      console.log('skipped: this file system is case-sensitive')
      return
    }
    const was = snapshot(box.root)
    for (let at = 1; at < 9; at++) {
      let renames = 0
      const target = await openTarget(path, {
        ...nodeDisk,
        rename(from, to) {
          if (++renames === at) throw Object.assign(new Error('EIO'), { code: 'EIO' })
          nodeDisk.rename(from, to)
        }
      })
      const trees = [
        await staged(target, { 'src/readme.md': '1' }),
        await staged(target, { 'SRC/Readme.md': '2' })
      ]
      const failed = await target.install(trees, { onConflict: 'overwrite' }).then(
        () => false,
        () => true
      )
      await target.close()
      if (!failed) break
      expect(snapshot(box.root)).toEqual(was)
    }
    expect(readFileSync(join(path, 'Src/README.md'), 'utf8')).toBe('2')
    const target = await openTarget(path)
    const tree = await staged(target, { OTHER: '1' })
    await expect(target.install([tree], { onConflict: 'error' })).rejects.toMatchObject({
      code: 'target-conflict'
    })
    await target.close()
  })
})
