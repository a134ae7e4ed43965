import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Artifact } from '../github/artifact.js'
import type { ResponseFacts } from './range-reader.js'

/** The name of the tool in the tool cache. */
const TOOL = 'artifact'
const ARCHIVE = 'archive'
const FACTS = 'facts.json'

/** What tells an archive from another file. */
export type ContentFacts = Pick<
  ResponseFacts,
  'contentType' | 'contentDisposition' | 'isZipUrl' | 'isArchive'
>

/** Facts stored with an archive. */
interface CachedFacts extends ContentFacts {
  /** Lower-case hex of the SHA-256 of the archive's bytes. */
  sha256: string
}

/** A cached archive. The caller checks its bytes against `sha256`. */
export interface CachedArchive extends CachedFacts {
  file: string
}

/**
 * Archives in the runner's tool cache, by digest. Another job may replace an entry at any moment: the caller copies and
 * hashes the archive before it uses it.
 */
export class ArchiveCache {
  readonly #scope: string
  /** By version. The same bytes are stored once: the tool cache removes an entry before it writes it again. */
  readonly #stores = new Map<string, Promise<void>>()

  /** @param scope makes ids unique if the server reports no digest: API URL and repository */
  constructor(scope: string) {
    this.#scope = scope
  }

  /** Whether this runner has a tool cache. */
  static isAvailable(): boolean {
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
   * Stores a verified archive.
   *
   * @param archive `file` stays unchanged; `work` is a private folder on the same file system
   * @throws errors of the file system
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
      const copy = path.join(folder, ARCHIVE)
      // Some file systems have no hard links.
      await link(file, copy).catch(() => copyFile(file, copy))
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
    // With the name: the same bytes may be an archive in one artifact and a raw file in another.
    if (sha256 !== undefined) return `0.0.0-sha256-${sha256.toLowerCase()}-${hashOf(name).slice(0, 16)}`
    return updated ? `0.0.0-id-${hashOf(JSON.stringify([this.#scope, id, size, updated]))}` : undefined
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Passes the bytes of a file to a sink. */
export async function readThrough(
  file: string,
  sink: (chunk: Buffer) => Promise<void> | undefined
): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) await sink(chunk as Buffer)
}
