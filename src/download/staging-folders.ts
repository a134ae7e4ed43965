import type { Staging, Target } from '../install/target.js'

/** Private folders of one try. */
export interface Folders {
  /** For bytes as they travel. */
  work: string
  /** The staging folder, empty. */
  to: string
}

/** Gives `fill` its folders. The staging folder outlives it only when something came of it. */
export async function inFolders<T extends object>(
  target: Target,
  fill: (folders: Folders) => Promise<T | undefined>
): Promise<(T & { staging: Staging }) | undefined> {
  const work = await target.stage()
  let staging: Staging | undefined
  let filled: T | undefined
  try {
    staging = await target.stage()
    filled = await fill({ work: work.folder, to: staging.folder })
    return filled && { ...filled, staging }
  } finally {
    if (filled === undefined) await staging?.remove()
    await work.remove()
  }
}
