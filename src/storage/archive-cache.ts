import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Artifact } from '../github/artifact.js'

/** How the tool cache calls archives. */
const TOOL = 'artifact'
const ARCHIVE = 'archive'
const FACTS = 'facts.json'

/** What is kept beside an archive. */
export interface CachedFacts {
  /** Lower-case hex of the SHA-256 of the archive's bytes. */
  sha256: string
  contentType: string | undefined
  contentDisposition: string | undefined
}

/** An archive in the cache, whose bytes are still to be held against `sha256`. */
export interface CachedArchive extends CachedFacts {
  file: string
}

/**
 * Archives in the runner's tool cache, by what is in them. Another job may write or replace an entry at any moment: what
 * is read is copied and hashed first, and an entry that does not agree counts as missing.
 */
export class ArchiveCache {
  readonly #scope: string
  /** By version: the same bytes may come more than once, and the tool cache removes an entry that it writes anew. */
  readonly #stores = new Map<string, Promise<void>>()

  /** @param scope what makes ids unique where the server gives no digest: API origin and repository */
  constructor(scope: string) {
    this.#scope = scope
  }

  /** Whether this runner has a tool cache. */
  static isThere(): boolean {
    return Boolean(process.env.RUNNER_TOOL_CACHE)
  }

  async find(artifact: Artifact): Promise<CachedArchive | undefined> {
    const version = this.#versionOf(artifact)
    if (version === undefined) return undefined
    const { find } = await import('@actions/tool-cache')
    const folder = find(TOOL, version)
    if (folder === '') return undefined
    try {
      const facts = JSON.parse(await readFile(path.join(folder, FACTS), 'utf8')) as CachedFacts
      return { ...facts, file: path.join(folder, ARCHIVE) }
    } catch {
      return undefined
    }
  }

  /**
   * Keeps a verified archive.
   *
   * @param file is left as it is
   * @param work a private folder on the file system of `file`
   * @throws the file system's errors
   */
  async store(
    artifact: Artifact,
    archive: { file: string; facts: CachedFacts; work: string }
  ): Promise<void> {
    const version = this.#versionOf(artifact)
    if (version === undefined) return
    const stored = this.#stores.get(version) ?? this.#store(version, archive)
    this.#stores.set(version, stored)
    await stored
  }

  async #store(
    version: string,
    { file, facts, work }: { file: string; facts: CachedFacts; work: string }
  ): Promise<void> {
    const { cacheDir } = await import('@actions/tool-cache')
    const folder = path.join(work, 'to-cache')
    await mkdir(folder)
    try {
      const kept = path.join(folder, ARCHIVE)
      // Some file systems know no hard links.
      await link(file, kept).catch(() => copyFile(file, kept))
      await writeFile(path.join(folder, FACTS), JSON.stringify(facts))
      await cacheDir(folder, TOOL, version)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /**
   * The tool cache wants semantic versions: the key is one's pre-release part. Undefined where nothing tells one content
   * from another: the artifact services of act, Gitea and Forgejo give no digest, and an id may get new content.
   */
  #versionOf({ id, name, size_in_bytes: size, updated_at: updated, digest }: Artifact): string | undefined {
    const [, sha256] = /^sha256:([0-9a-f]{64})$/i.exec(digest ?? '') ?? []
    // What storage says of the bytes goes by the name too: the same file may be an archive here and a file there.
    if (sha256 !== undefined) return `0.0.0-sha256-${sha256.toLowerCase()}-${hashOf(name).slice(0, 16)}`
    return updated ? `0.0.0-id-${hashOf(JSON.stringify([this.#scope, id, size, updated]))}` : undefined
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The bytes of a file, for whoever copies and hashes them. */
export async function readThrough(
  file: string,
  sink: (chunk: Buffer) => Promise<void> | undefined
): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) await sink(chunk as Buffer)
}
