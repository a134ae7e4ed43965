import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a test mounted. */
export class Mounts {
  readonly #places: string[] = []

  add(place: string, ...args: string[]): void {
    mkdirSync(place, { recursive: true })
    run('mount', ...args, place)
    this.#places.push(place)
  }

  /** A file system in memory, of a size as mount writes it. */
  tmpfs(place: string, options = 'size=1m'): void {
    this.add(place, '-t', 'tmpfs', '-o', options, 'tmpfs')
  }

  remove(): void {
    for (const place of this.#places.splice(0).reverse()) run('umount', place)
  }
}

/** Why nothing can be mounted on this machine, or undefined. */
export function noMounts(): string | undefined {
  const probe = mkdtempSync(join(tmpdir(), 'mount-'))
  try {
    run('mount', '-t', 'tmpfs', 'tmpfs', probe)
    run('umount', probe)
    return undefined
  } catch (error) {
    return `no file system can be mounted here: ${String(error).split('\n')[0]}`
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

export function run(...[command = '', ...args]: string[]): void {
  execFileSync(command, args, { stdio: 'pipe' })
}
