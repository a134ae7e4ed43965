import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { zipFilesTo } from '../../__tests__/support/artifact-zip.js'

export const MIB = 1 << 20

/** Files of an artifact, with its compression level. */
export interface Recipe {
  description: string
  level: number
  /** Random bytes do not compress; the others do, to about 40 %. */
  files: { path: string; size: number; isRandom?: boolean }[]
}

/** An archive on disk, and its unpacked files. */
export interface Workload {
  name: string
  description: string
  zip: string
  tree: string
}

export const RECIPES: Record<string, Recipe> = {
  many: {
    description: '20,000 files of 1 to 20 kB',
    level: 6,
    files: Array.from({ length: 20_000 }, (_, index) => ({
      path: `packages/p${index % 200}/lib/file-${index}.js`,
      size: 1000 + ((index * 7919) % 19_000)
    }))
  },
  big: {
    description: 'one file of 1 GiB, compressed to 40 %',
    level: 6,
    files: [{ path: 'image.bin', size: 1024 * MIB }]
  },
  mixed: {
    description: '2,000 files of 50 kB to 20 MiB, 978 MiB',
    level: 6,
    files: Array.from({ length: 2000 }, (_, index) => ({
      path: `build/d${index % 50}/output-${index}.o`,
      size: index % 100 === 0 ? 20 * MIB : (50 + ((index * 7919) % 500)) * 1000
    }))
  },
  stored: {
    description: 'one file of 1 GiB, compression level 0',
    level: 0,
    files: [{ path: 'image.bin', size: 1024 * MIB }]
  }
}

/** Creates the archive and the tree, unless they exist. */
export async function makeWorkload(name: string, folder: string): Promise<Workload> {
  const recipe = RECIPES[name]
  if (recipe === undefined) throw new Error(`unknown workload ${name}`)
  const tree = makeTree(name, recipe, folder)
  return { name, description: recipe.description, zip: await makeZip(name, recipe, folder), tree }
}

/** Creates the files, unless they exist. @returns their folder */
export function makeTree(name: string, recipe: Recipe, folder: string): string {
  const tree = path.join(folder, name)
  for (const [index, file] of existsSync(tree) ? [] : recipe.files.entries()) {
    const target = path.join(tree, file.path)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, '')
    for (const chunk of contentOf(file.size, index)) writeFileSync(target, chunk, { flag: 'a' })
  }
  return tree
}

/** Creates the archive as actions/upload-artifact does, unless it exists. @returns its path */
export async function makeZip(name: string, { files, level }: Recipe, folder: string): Promise<string> {
  const zip = path.join(folder, `${name}.zip`)
  if (existsSync(zip)) return zip
  mkdirSync(folder, { recursive: true })
  const contents = files.map(
    (file, index) =>
      [
        file.path,
        { data: Readable.from(file.isRandom ? randomOf(file.size, index) : contentOf(file.size, index)) }
      ] as const
  )
  await zipFilesTo(`${zip}.part`, Object.fromEntries(contents), { level })
  renameSync(`${zip}.part`, zip)
  return zip
}

/** Words and noise that compress to about 40 %. The content is the same in every run. */
function* contentOf(size: number, seed: number): Generator<Buffer> {
  for (let at = 0; at < size; at += MIB) yield block(seed + at / MIB).subarray(0, Math.min(MIB, size - at))
}

/** Bytes that look random. They are the same in every run. */
function* randomOf(size: number, seed: number): Generator<Buffer> {
  for (let at = 0; at < size; at += MIB) {
    const outputLength = Math.min(MIB, size - at)
    yield createHash('shake256', { outputLength }).update(`${seed} ${at}`).digest()
  }
}

const blocks = new Map<number, Buffer>()

/** One of 64 blocks of 1 MiB. More blocks would only take longer to create. */
function block(index: number): Buffer {
  const key = index % 64
  const known = blocks.get(key)
  if (known) return known
  const parts: Buffer[] = []
  let length = 0
  for (let count = 0; length < MIB; count++) {
    const digest = createHash('sha256').update(`${key} ${count}`).digest()
    const words = Array.from(digest.subarray(0, 14), byte => WORDS[byte % WORDS.length]).join(' ')
    const part = Buffer.concat([Buffer.from(words), digest])
    parts.push(part)
    length += part.length
  }
  const made = Buffer.concat(parts).subarray(0, MIB)
  blocks.set(key, made)
  return made
}

const WORDS =
  'the build of this module exports function return const value string number object error result length index option header request response status artifact'.split(
    ' '
  )
