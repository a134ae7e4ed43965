import { constants, copyFileSync, linkSync, lstatSync, lutimesSync, mkdirSync, symlinkSync } from 'node:fs'
import { ActionError } from '../errors/action-error.js'
import {
  archiveReason,
  type ExtractedSize,
  inLinkTarget,
  linkNotAllowed,
  linkNotAllowedAdvice,
  pathTooLong,
  tooManyLinks
} from '../messages/archive.js'
import { MAX_PATH_BYTES, refusePath } from './entry-path.js'
import { foldsNames, type PlanOptions } from './extract.js'
import { checkLinkTarget } from './link-target.js'
import { type FileAttributes, NewFile, timeOf } from './new-file.js'
import { FoldedNames, MAX_PATHS, tooManyError } from './path-rules.js'
import { PathTable, ROOT } from './path-table.js'
import { checkFreeSpace, checkMaxSize, FOLDER_BYTES, freeSpace } from './size-limits.js'

export type TreeOptions = Pick<PlanOptions, 'maxExtractedSize' | 'platform' | 'folds'>

// Flags of a path
const IS_FILE = 1
const IS_FOLDER = 2
const IS_LINK = 4

/** Links take memory until they are created: these about 80 MB. Their targets take time to check. */
const MAX_LINKS = 200_000
const MAX_TARGET_BYTES = 32 << 20
/** PATH_MAX of Linux includes a NUL. */
const LONGEST_TARGET = MAX_PATH_BYTES - 1

/** Errors of a file system that has no hard links, or no more of them for a file. */
const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/**
 * The files of an artifact in its staging folder, while archives among them are unpacked in place. It holds only real files
 * and folders until `createLinks`, so nothing is written through a link. A path has one source; a folder may have several.
 */
export class ArtifactTree {
  readonly folder: string
  readonly platform: NodeJS.Platform
  /** The number of files and links. */
  files = 0
  /** The size of the files. */
  bytes = 0
  #folders = 0
  readonly #maxExtractedSize: number | undefined
  readonly #free: number
  readonly #paths = new PathTable(0)
  readonly #folded: FoldedNames | undefined
  /** The size of what was in the folder before. */
  #recorded: ExtractedSize = { bytes: 0, folders: 0 }
  readonly #links: { node: number; target: string; mtime: number }[] = []
  #targetBytes = 0

  private constructor(
    folder: string,
    {
      free,
      folds,
      platform = process.platform,
      maxExtractedSize
    }: TreeOptions & { free: number; folds: boolean }
  ) {
    this.folder = folder
    this.platform = platform
    this.#free = free
    this.#maxExtractedSize = maxExtractedSize
    this.#folded = folds ? new FoldedNames(this.#paths) : undefined
  }

  static async open(folder: string, options: TreeOptions): Promise<ArtifactTree> {
    const folds = options.folds ?? foldsNames(folder)
    return new ArtifactTree(folder, { ...options, folds, free: await freeSpace(folder) })
  }

  /** All files and folders. The bytes include those of the folders. */
  get size(): ExtractedSize {
    return { bytes: this.bytes + this.#folders * FOLDER_BYTES, folders: this.#folders }
  }

  /** For `addHardLink`: tells files that are added later from those that are there. */
  get mark(): number {
    return this.#paths.size
  }

  /** Records what is in the staging folder already, parents first. @param bytes undefined for a folder */
  record(path: string, bytes: number | undefined): void {
    this.#paths.setFlags(this.#paths.add(path), bytes === undefined ? IS_FOLDER : IS_FILE)
    if (bytes === undefined) this.#folders++
    else {
      this.files++
      this.bytes += bytes
    }
    this.#recorded = this.size
  }

  /** Creates a folder and its parents, unless they exist. @throws ArchiveError if one of them is a file or a link */
  addFolder(path: string): void {
    if (path !== '') this.#makeFolder(this.#nodeOf(path))
  }

  /** Creates a file that will have this many bytes. The caller writes, finishes and closes it. */
  addFile(path: string, size: number, attributes: FileAttributes): NewFile {
    return new NewFile(this.claimFile(path, size), attributes)
  }

  /** Takes the path of a file that the caller puts there, and creates its folders. @returns the absolute path */
  claimFile(path: string, size: number): string {
    this.#claim(path, IS_FILE, size)
    return this.#at(path)
  }

  /**
   * Adds a hard link. On a file system without hard links, it is a copy.
   *
   * @param target the path of a file that was added after `mark`
   */
  addHardLink(path: string, target: string, mark: number): void {
    const node = this.#paths.add(target)
    if (node <= mark || this.#paths.flagsOf(node) !== IS_FILE)
      throw refusePath('link', archiveReason('noEarlierFile'), path)
    this.#claim(path, IS_FILE, 0)
    try {
      linkSync(this.#at(target), this.#at(path))
    } catch (error) {
      if (!NO_HARD_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      this.#grow(lstatSync(this.#at(target)).size)
      copyFileSync(this.#at(target), this.#at(path), constants.COPYFILE_EXCL)
    }
  }

  /** Adds a symbolic link for `createLinks`. */
  addLink(path: string, target: string, mtime: number): void {
    const bytes = Buffer.byteLength(target)
    if (bytes > LONGEST_TARGET) throw refusePath('name', inLinkTarget(pathTooLong(LONGEST_TARGET)), path)
    this.#targetBytes += bytes
    if (this.#links.length === MAX_LINKS || this.#targetBytes > MAX_TARGET_BYTES)
      throw refusePath('limit', tooManyLinks(MAX_LINKS, MAX_TARGET_BYTES), path)
    this.#links.push({ node: this.#claim(path, IS_LINK, 0), target, mtime })
  }

  /** Checks and creates the symbolic links. Nothing can be added afterwards. */
  *createLinks(): Generator<void> {
    for (const { node, target } of this.#links) {
      const path = this.#paths.pathOf(node)
      const problem = checkLinkTarget(target, { root: this.folder, path, platform: this.platform })
      if (problem !== undefined) throw refusePath(problem.refusal, problem.reason, path)
      yield
    }
    for (const { node, target, mtime } of this.#links) {
      const path = this.#paths.pathOf(node)
      try {
        symlinkSync(target, this.#at(path))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
        const hint = linkNotAllowedAdvice(process.platform)
        throw new ActionError('disk-failed', linkNotAllowed(path), { hint, cause: error })
      }
      lutimesSync(this.#at(path), timeOf(mtime), timeOf(mtime))
      yield
    }
  }

  #at(path: string): string {
    return `${this.folder}/${path}`
  }

  #nodeOf(path: string): number {
    const node = this.#paths.add(path)
    if (this.#paths.size > MAX_PATHS) throw tooManyError()
    this.#folded?.check()
    return node
  }

  /** Takes a path for a new file or link, and creates its parents. @returns its node */
  #claim(path: string, kind: number, size: number): number {
    const node = this.#nodeOf(path)
    const flags = this.#paths.flagsOf(node)
    const taken = flags === IS_FOLDER ? 'fileAndFolder' : 'duplicatePath'
    if (flags !== 0) throw refusePath('duplicate', archiveReason(taken), path)
    this.#makeFolder(this.#paths.parentOf(node))
    this.#paths.setFlags(node, kind)
    this.#grow(size)
    this.files++
    return node
  }

  #makeFolder(node: number): void {
    const flags = this.#paths.flagsOf(node)
    if (node === ROOT || flags === IS_FOLDER) return
    if (flags !== 0) throw refusePath('duplicate', archiveReason('fileAndFolder'), this.#paths.pathOf(node))
    this.#makeFolder(this.#paths.parentOf(node))
    this.#paths.setFlags(node, IS_FOLDER)
    this.#folders++
    this.#grow(0)
    mkdirSync(this.#at(this.#paths.pathOf(node)))
  }

  /** Counts the bytes of a file before they are written. @throws ArchiveError over a limit */
  #grow(bytes: number): void {
    this.bytes += bytes
    const { size } = this
    checkMaxSize(size, this.#maxExtractedSize)
    const { bytes: before, folders } = this.#recorded
    checkFreeSpace({ bytes: size.bytes - before, folders: size.folders - folders }, this.#free)
  }
}
