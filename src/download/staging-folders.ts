import type { Staging, Target } from '../install/target.js'

/** Private folders of one try. */
export interface Folders {
  /** For bytes in transfer. */
  work: string
  /** The staging folder, empty. */
  to: string
}

/** A result with the staging folder that holds its files. */
export type WithStaging<T> = T & { staging: Staging }

/** Calls `fill` with new folders. The staging folder is removed unless `fill` returns a result. */
export async function inFolders<T extends object | undefined>(
  target: Target,
  fill: (folders: Folders) => Promise<T>
): Promise<T extends object ? WithStaging<T> : undefined> {
  const work = await target.stage()
  let staging: Staging | undefined
  let filled: T | undefined
  try {
    staging = await target.stage()
    filled = await fill({ work: work.folder, to: staging.folder })
    return (filled && { ...filled, staging }) as T extends object ? WithStaging<T> : undefined
  } finally {
    if (filled === undefined) await staging?.remove()
    await work.remove()
  }
}
