import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArtifactTree } from '../../src/archive/artifact-tree.js'
import { run } from '../support/mounts.js'
import { paths } from '../support/tree.js'

let folder: string
let tree: ArtifactTree
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'artifact-tree-'))
  tree = await ArtifactTree.open(folder, { maxExtractedSize: 10 })
})
afterEach(() => rmSync(folder, { recursive: true }))

function addFile(path: string, data: string): void {
  const file = tree.addFile(path, data.length, { mode: 0o666, mtime: 0 })
  file.write(Buffer.from(data))
  file.finish()
  file.close()
}

/** Why nothing can be made immutable here, or undefined. The system then allows no link: as a file system without links. */
const reason = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'immutable-'))
  try {
    run('chattr', '+i', probe)
    run('chattr', '-i', probe)
    return undefined
  } catch (error) {
    return `no immutable folders here: ${String(error).split('\n')[0]}`
  } finally {
    rmSync(probe, { recursive: true })
  }
})()
if (reason !== undefined) console.log(`skipped: ${reason}`)
const whereLinksCanBeForbidden = reason === undefined ? describe : describe.skip

whereLinksCanBeForbidden('a system that allows no links', () => {
  const forbidden = async (path: string, action: () => unknown) => {
    run('chattr', '+i', join(folder, path))
    try {
      return await Promise.resolve().then(action)
    } finally {
      run('chattr', '-i', join(folder, path))
    }
  }

  test('a hard link becomes a copy, which counts', async () => {
    const { mark } = tree
    addFile('a', 'text')
    await forbidden('a', () => tree.addHardLink('b', 'a', mark))
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('text')
    expect(statSync(join(folder, 'b')).ino).not.toBe(statSync(join(folder, 'a')).ino)
    expect(tree).toMatchObject({ files: 2, bytes: 8 })
    await expect(forbidden('a', () => tree.addHardLink('c', 'a', mark))).rejects.toMatchObject({
      refusal: 'limit'
    })
  })

  test('a symbolic link is an error that says what to do', async () => {
    tree.addLink('l', 'x', 0)
    await expect(forbidden('.', () => [...tree.createLinks()])).rejects.toMatchObject({
      code: 'disk-failed',
      message: expect.stringContaining('"l"'),
      hint: expect.stringMatching(/./),
      cause: { code: 'EPERM' }
    })
    expect(paths(folder)).toEqual([])
  })
})

test('what is there before counts, and its paths are taken', async () => {
  tree.record('a', 6)
  expect(tree).toMatchObject({ files: 1, bytes: 6 })
  expect(() => tree.claimFile('a', 1)).toThrow(expect.objectContaining({ refusal: 'duplicate' }))
  expect(() => tree.claimFile('b', 5)).toThrow(expect.objectContaining({ refusal: 'limit' }))
})

test.each([
  ['200,000', 200_000, 'x'],
  ['32 MiB of targets', (32 << 20) >> 10, 'x'.repeat(1 << 10)]
])('a symbolic link beyond %s is refused', (_, count, target) => {
  for (let index = 0; index < count; index++) tree.addLink(`${index}`, target, 0)
  expect(() => tree.addLink('one more', 'x', 0)).toThrow(expect.objectContaining({ refusal: 'limit' }))
})
