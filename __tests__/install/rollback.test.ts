import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { basename, join } from 'node:path'
import { type Disk, nodeDisk } from '../../src/install/journal.js'
import { abandonAll, openTarget } from '../../src/install/target.js'
import { snapshot } from '../support/tree.js'
import { type Layout, sandbox, staged, write } from './fixture.js'

let box: ReturnType<typeof sandbox>
let path: string
beforeEach(() => {
  box = sandbox()
  path = join(box.root, 'path')
  write(box.root, { 'outside/keep': 'keep', victim: 'victim' })
})
afterEach(() => box.remove())

const before: Layout = {
  a: 'old a',
  'd/b': 'old b',
  'd/e/c': 'old c',
  x: 'old x',
  empty: null,
  link: '-> outside',
  'd/link': '-> b'
}
const trees: Layout[] = [
  { a: '1', 'd/b': '1', 'd/e/c': '1', 'd/new/n': '1', link: '-> a', 'd/link': '-> ../a' },
  { a: '2', 'd/e/g': '2', new: '2', 'folder/f': '2', empty: null }
]

/** A disk that calls `hook` before its n-th rename inside the target. */
function hooked(hook: (rename: number) => void): Disk & { renames: number } {
  const disk = {
    ...nodeDisk,
    renames: 0,
    rename(from: string, to: string) {
      hook(++disk.renames)
      nodeDisk.rename(from, to)
    }
  }
  return disk
}

function fail(code: string): never {
  throw Object.assign(new Error(`${code}: /some/path`), { code })
}

async function run(disk: Disk, layouts = trees) {
  const target = await openTarget(path, disk)
  const all = []
  for (const layout of layouts) all.push(await staged(target, layout))
  const outcome = await target.install(all, { onConflict: 'overwrite' }).catch((thrown: unknown) => thrown)
  return { target, outcome }
}

describe('an install that fails', () => {
  test.each([
    ['into a folder that exists', before, trees, 15],
    ['into a new folder', undefined, trees, 6],
    ['of one tree into a new folder', undefined, trees.slice(0, 1), 0]
  ])('%s changes nothing, at whatever rename it fails', async (_, layout, layouts, atLeast) => {
    if (layout !== undefined) write(path, layout)
    const was = snapshot(box.root)
    let failures = 0
    for (let at = 1; ; at++) {
      const disk = hooked(rename => {
        if (rename === at) fail('EIO')
      })
      const { target, outcome } = await run(disk, layouts)
      await target.close()
      if (!(outcome instanceof Error)) break
      failures++
      expect(outcome).toMatchObject({ code: 'disk-failed', cause: { code: 'EIO' } })
      expect(outcome.message).toContain(`"${path}"`)
      expect(outcome.message).toContain('EIO')
      expect(snapshot(box.root)).toEqual(was)
    }
    expect(failures).toBeGreaterThanOrEqual(atLeast)
    expect(readFileSync(join(path, 'a'), 'utf8')).toBe(String(layouts.length))
  })

  test.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EROFS', 'disk-failed'],
    ['EMFILE', 'disk-failed']
  ])('%s has advice', async (errno, code) => {
    write(path, before)
    const { target, outcome } = await run(hooked(() => fail(errno)))
    expect(outcome).toMatchObject({
      code,
      message: expect.stringContaining(`(${errno})`),
      hint: expect.stringMatching(/./)
    })
    await target.close()
  })

  test('retries while another job or a virus scanner uses a file', async () => {
    write(path, before)
    let failing = 6
    const { target, outcome } = await run(
      hooked(() => {
        if (failing-- > 3) fail('EBUSY')
      })
    )
    expect(outcome).toBe(9)
    await target.close()
  })

  test('retries while a virus scanner uses the folder of an artifact', async () => {
    const attempts: string[] = []
    const target = await openTarget(path, {
      ...nodeDisk,
      rename(from, to) {
        if (basename(to) === 'art' && attempts.push(to) < 3) fail('EPERM')
        nodeDisk.rename(from, to)
      }
    })
    const tree = await staged(target, { a: '1' }, ['art'])
    expect(await target.install([tree], { onConflict: 'error' })).toBe(1)
    expect(attempts.length).toBeGreaterThanOrEqual(3)
    await target.close()
    expect(snapshot(path)).toMatchObject({ 'art/a': expect.stringContaining('"1"') })
  })

  test('gives up if a file stays in use', async () => {
    write(path, before)
    const was = snapshot(box.root)
    const { target, outcome } = await run(
      hooked(rename => {
        if (rename > 6 && rename < 14) fail('EBUSY')
      })
    )
    expect(outcome).toMatchObject({
      code: 'disk-failed',
      cause: { code: 'EBUSY' }
    })
    await target.close()
    expect(snapshot(box.root)).toEqual(was)
  })

  test('and cannot be undone loses nothing, and names the backups of old files', async () => {
    let named = 0
    for (let at = 1; ; at++) {
      box.remove()
      write(path, before)
      const { target, outcome } = await run(
        hooked(rename => {
          if (rename >= at) fail('EIO')
        })
      )
      await target.close()
      const contents = Object.values(snapshot(box.root)).join('\n')
      if (!(outcome instanceof Error)) break
      for (const old of ['old a', 'old b', 'old c', 'old x']) expect(contents).toContain(JSON.stringify(old))
      const backups = [...outcome.message.matchAll(/"([^"]*[/\\]replaced[/\\]\d+)"/g)].map(
        ([, file = '']) => file
      )
      named += backups.length
      for (const file of backups) {
        const isLink = lstatSync(file).isSymbolicLink()
        expect(isLink ? readlinkSync(file) : readFileSync(file, 'utf8')).toMatch(/^(old|outside|b$)/)
      }
    }
    expect(named).toBeGreaterThan(0)
  })

  test('keeps a file that another job has placed since', async () => {
    write(path, before)
    const { target, outcome } = await run(
      hooked(() => {
        if (!existsSync(join(path, 'a')) || readFileSync(join(path, 'a'), 'utf8') !== '2') return
        writeFileSync(join(box.root, 'theirs'), 'theirs')
        renameSync(join(box.root, 'theirs'), join(path, 'a'))
        fail('EIO')
      })
    )
    expect(outcome).toBeInstanceOf(Error)
    await target.close()
    expect(readFileSync(join(path, 'a'), 'utf8')).toBe('theirs')
  })
})

describe('changes by others between the check and a move', () => {
  const swaps: [string, () => void][] = [
    ['a link in place of a folder', () => swap('d', '../outside')],
    ['a link in place of a folder below', () => swap('d/e', '../../outside')],
    ['a link in place of a file', () => swap('a', '../victim')],
    ['a link in place of the target', () => swap('.', 'outside')],
    ['a link in an empty place', () => swap('new', '../victim')],
    ['a folder in place of a file', () => swap('a', undefined)]
  ]

  function swap(name: string, link: string | undefined): void {
    const place = name === '.' ? path : join(path, name)
    try {
      renameSync(place, join(box.root, 'moved'))
    } catch {
      // Nothing was there.
    }
    if (link === undefined) write(place, { inner: 'old inner' })
    else symlinkSync(link, place)
  }

  test.each(swaps)('%s is not followed, and no old file is lost', async (_, action) => {
    for (let at = 1; at < 20; at++) {
      box.remove()
      write(box.root, { 'outside/keep': 'keep', victim: 'victim' })
      write(path, before)
      const { target } = await run(
        hooked(rename => {
          if (rename === at) action()
        })
      )
      const tree = snapshot(box.root)
      expect({ keep: tree['outside/keep'], victim: tree.victim }).toEqual({
        keep: expect.stringContaining('"keep"'),
        victim: expect.stringContaining('"victim"')
      })
      expect(readdirSync(join(box.root, 'outside'))).toEqual(['keep'])
      await target.close()
    }
  })
})

describe('abandonAll', () => {
  test('restores the target at any time, leaves no temporary folder, and the install fails', async () => {
    write(path, before)
    const was = snapshot(box.root)
    let outcome: unknown
    let stopped: string[] | undefined
    for (let at = 1; at === 1 || stopped !== undefined; at++) {
      stopped = undefined
      const disk = hooked(rename => {
        // Like a signal between two renames: the error of this rename would be retried.
        if (rename !== at || stopped !== undefined) return
        stopped = abandonAll()
        fail('EBUSY')
      })
      outcome = (await run(disk)).outcome
      if (stopped === undefined) break
      expect({ stopped, outcome }).toEqual({ stopped: [], outcome: expect.any(Error) })
      expect(snapshot(box.root)).toEqual(was)
    }
    expect(outcome).toBe(9)
    abandonAll()
  })

  test('keeps installed files, and removes folders that were created but not used', async () => {
    const { target } = await run(nodeDisk)
    await openTarget(join(box.root, 'created', 'but', 'unused'))
    await target.stage()
    expect(abandonAll()).toEqual([])
    expect(readdirSync(box.root).sort()).toEqual(['outside', 'path', 'victim'])
    expect(readFileSync(join(path, 'new'), 'utf8')).toBe('2')
    expect(abandonAll()).toEqual([])
  })

  test('returns what could not be undone', async () => {
    write(path, before)
    let problems: string[] = []
    await run(
      hooked(rename => {
        if (rename < 8) return
        if (problems.length === 0 && rename === 8) problems = abandonAll()
        fail('EIO')
      })
    )
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem).toMatch(/"(a|new|empty|folder|d\/[\w/]+)"/)
  })
})
