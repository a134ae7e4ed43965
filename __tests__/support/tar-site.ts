import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ArtifactTree, type TreeOptions } from '../../src/archive/artifact-tree.js'
import { type Compression, unpackTar } from '../../src/archive/tar/unpack-tar.js'
import { MEMORY_FOLDER } from './memory-folder.js'
import { snapshot } from './tree.js'

export interface TarSiteOptions extends TreeOptions {
  compression?: Compression
  /** The folder to unpack into, inside the staging folder. */
  into?: string
}

/** A folder to unpack tar archives into, with things around it that nobody may touch. */
export class TarSite {
  readonly root: string
  readonly to: string
  readonly #archive: string

  constructor(parent = MEMORY_FOLDER) {
    this.root = mkdtempSync(path.join(parent, 'tar-site-'))
    this.to = path.join(this.root, 'work/staging')
    this.#archive = path.join(this.root, 'archive')
    mkdirSync(path.join(this.root, 'outside'))
    mkdirSync(path.join(this.root, 'work'))
    writeFileSync(path.join(this.root, 'outside/victim.txt'), 'as it was')
    writeFileSync(path.join(this.root, 'work/victim.txt'), 'as it was')
    symlinkSync('../outside', path.join(this.root, 'work/link'))
  }

  /** Unpacks archives one after the other into a new folder, and fails when anything outside it has changed. */
  async unpack(
    archives: Buffer | readonly Buffer[],
    { compression = 'none', into = '', ...options }: TarSiteOptions = {}
  ): Promise<ArtifactTree> {
    rmSync(this.to, { recursive: true, force: true })
    mkdirSync(path.join(this.to, into), { recursive: true })
    const before = this.#outside()
    const unpacking = async () => {
      const tree = await ArtifactTree.open(this.to, options)
      into.split('/').forEach((_, index, all) => {
        if (into !== '') tree.record(all.slice(0, index + 1).join('/'), undefined)
      })
      for (const archive of [archives].flat()) {
        writeFileSync(this.#archive, archive)
        const { signal } = new AbortController()
        await unpackTar({ file: this.#archive, compression, tree, into, onWritten: () => {}, signal })
      }
      for (const _ of tree.createLinks());
      return tree
    }
    const [outcome] = await Promise.allSettled([unpacking()])
    rmSync(this.#archive, { force: true })
    const after = this.#outside()
    if (JSON.stringify(after) !== JSON.stringify(before))
      throw new Error(`written outside: ${JSON.stringify(after)}`)
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }

  /** What was unpacked. */
  get tree(): Record<string, string> {
    const { '.': _, ...tree } = snapshot(this.to)
    return tree
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  /** Everything but the staging folder, which is moved away meanwhile: it may hold thousands of files. */
  #outside(): unknown {
    const away = mkdtempSync(path.join(path.dirname(this.root), 'tar-staging-'))
    rmSync(this.#archive, { force: true })
    renameSync(this.to, path.join(away, 'staging'))
    try {
      return snapshot(this.root)
    } finally {
      renameSync(path.join(away, 'staging'), this.to)
      rmSync(away, { recursive: true })
    }
  }
}
