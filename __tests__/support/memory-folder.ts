import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const IN_MEMORY = '/dev/shm'
/** The largest tests write this much. A container has less by default. */
const NEEDED = 2 * 2 ** 30

/** Where tests create their folders: in memory, where the system has room there, because small files on a disk are slow. */
export const MEMORY_FOLDER = hasRoom() ? IN_MEMORY : tmpdir()

function hasRoom(): boolean {
  if (!existsSync(IN_MEMORY)) return false
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  return bavail * bsize > NEEDED
}
