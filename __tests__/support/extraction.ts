import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Extraction, type ExtractOptions, extractArchive } from '../../src/archive/extract.js'
import { snapshot } from './tree.js'

/** As it is built: the sources cannot start it. */
export const WORKER_URL = new URL('../../dist/worker.js', import.meta.url)

/** A folder to extract into, with things around it that nobody may touch. */
export class ExtractionSite {
  readonly root: string
  readonly #archives: string

  constructor(parent = tmpdir()) {
    this.root = mkdtempSync(path.join(parent, 'extraction-'))
    this.#archives = path.join(this.root, 'archives')
    mkdirSync(path.join(this.root, 'outside'))
    writeFileSync(path.join(this.root, 'outside', 'victim.txt'), 'as it was')
    mkdirSync(this.#archives)
  }

  /**
   * Extracts into a new folder, and fails when anything outside it has changed. The folder is gone after a refusal, and
   * with the next extraction.
   */
  async extract(
    archive: Buffer,
    options: Partial<ExtractOptions> = {}
  ): Promise<Extraction & { to: string }> {
    const file = path.join(this.#archives, 'archive.zip')
    const to = path.join(this.#archives, 'staging')
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to)
    writeFileSync(file, archive)
    const before = this.#outside()
    let extraction: Extraction | undefined
    let thrown: unknown
    try {
      extraction = await extractArchive({ file, to, workerUrl: WORKER_URL, ...options })
    } catch (error) {
      thrown = error
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
