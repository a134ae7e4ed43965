import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Extraction, type ExtractOptions, extractArchive } from '../../src/archive/extract.js'
import { WorkerPool } from '../../src/archive/worker-pool.js'
import { MEMORY_FOLDER } from './memory-folder.js'
import { snapshot } from './tree.js'

/** As it is built: the sources cannot start it. */
export const WORKER_URL = new URL('../../dist/worker.js', import.meta.url)

/** What a test may say of an extraction; the pool is of its own when the worker is. */
export type SiteOptions = Partial<Omit<ExtractOptions, 'pool'>> & { workerUrl?: URL; hangTimeout?: number }

/** A folder to extract into, with things around it that nobody may touch. */
export class ExtractionSite {
  readonly root: string
  /** Whether names that differ in case are one file here, as on most of Windows and macOS. */
  readonly folds: boolean
  readonly #archives: string

  constructor(parent = MEMORY_FOLDER) {
    this.root = mkdtempSync(path.join(parent, 'extraction-'))
    this.#archives = path.join(this.root, 'archives')
    mkdirSync(path.join(this.root, 'outside'))
    writeFileSync(path.join(this.root, 'outside', 'victim.txt'), 'as it was')
    mkdirSync(this.#archives)
    this.folds = existsSync(path.join(this.root, 'OUTSIDE'))
  }

  /**
   * Extracts into a new folder, and fails when anything outside it has changed. The folder is gone after a refusal, and
   * with the next extraction.
   */
  async extract(
    archive: Buffer,
    { workerUrl = WORKER_URL, hangTimeout, ...options }: SiteOptions = {}
  ): Promise<Extraction & { to: string }> {
    const file = path.join(this.#archives, 'archive.zip')
    const to = path.join(this.#archives, 'staging')
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to)
    writeFileSync(file, archive)
    const before = this.#outside()
    let extraction: Extraction | undefined
    let thrown: unknown
    const pool = new WorkerPool({ workerUrl, ...(hangTimeout !== undefined && { hangTimeout }) })
    try {
      extraction = await extractArchive({ file, to, pool, ...options })
    } catch (error) {
      thrown = error
    } finally {
      await pool.close()
    }
    const after = this.#outside()
    if (JSON.stringify(after) !== JSON.stringify(before))
      throw new Error(`written outside: ${JSON.stringify(after)}`)
    if (extraction === undefined) {
      rmSync(to, { recursive: true })
      throw thrown
    }
    return { ...extraction, to }
  }

  /** The files by path, as text. */
  contents(to: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(snapshot(to))
        .filter(([, entry]) => entry.startsWith('file'))
        .map(([name]) => [name, readFileSync(path.join(to, name), 'latin1')])
    )
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  #outside(): unknown {
    return [readdirSync(this.root), readdirSync(this.#archives), snapshot(path.join(this.root, 'outside'))]
  }
}
