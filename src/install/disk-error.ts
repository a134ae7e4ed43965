import { accessSync, constants, lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'
import { ActionError, messageOf } from '../errors/action-error.js'
import { attempt } from '../errors/attempt.js'
import { diskAdvice, diskFailed, diskReason, type NotWritable } from '../messages/install.js'

const STICKY = 0o1000

/** The code of a system error, such as `ENOENT`. Undefined for other errors. */
export function errnoOf(thrown: unknown): string | undefined {
  // Not by `instanceof Error`: errors of node:fs belong to another realm than code in a vm context.
  const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown
  return hasCode && typeof thrown.code === 'string' ? thrown.code : undefined
}

/**
 * Turns an error of the file system into an ActionError. An ActionError is returned unchanged.
 *
 * @param what failed, as a printable sentence without a period
 * @param hint what to do, instead of the advice for the code of the error
 */
export function diskError(thrown: unknown, what: string, hint?: string): ActionError {
  if (thrown instanceof ActionError) return thrown
  const code = errnoOf(thrown) ?? ''
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new ActionError(isFull ? 'disk-full' : 'disk-failed', diskFailed(what, reasonOf(thrown)), {
    hint: hint ?? (diskAdvice(code) || undefined),
    cause: thrown
  })
}

/** Why a call failed, as a text: the meaning of a system error, or the code of an ActionError. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof ActionError) return thrown.title
  const code = errnoOf(thrown) ?? ''
  const isDenied = code === 'EACCES' || code === 'EPERM'
  const denied = isDenied ? notWritable(thrown as NodeJS.ErrnoException) : undefined
  return diskReason(code, messageOf(thrown), denied)
}

/** The file or folder that the user of the step may not write. Undefined if that is not known. */
function notWritable(error: NodeJS.ErrnoException & { dest?: string }): NotWritable | undefined {
  const { path, dest } = error
  const denied =
    [dest, path].flatMap(one => (one === undefined ? [] : (deniedAt(one) ?? []))).at(0) ?? dest ?? path
  if (denied === undefined) return undefined
  if (process.platform === 'win32') return { path: denied }
  return { path: denied, owner: userOf(ownerOf(denied)), user: userOf(process.geteuid?.()) }
}

/**
 * The outermost folder that cannot be entered; else the path or its nearest existing parent, if not writable. If that is
 * a link, what it leads to.
 */
function deniedAt(path: string): string | undefined {
  const parents: string[] = []
  for (let at = path; at !== dirname(at); parents.unshift(at)) at = dirname(at)
  const closed = parents.find(parent => isDenied(parent, constants.X_OK))
  const nearest = [path, ...parents.toReversed()].filter(one => ownerOf(one) !== undefined).slice(0, 2)
  const denied =
    closed ?? nearest.find(one => isDenied(one, constants.W_OK) || (one === path && isHeldByOthers(one)))
  const target = denied === undefined ? undefined : targetOf(denied)
  return target === undefined ? denied : (deniedAt(target) ?? denied)
}

function ownerOf(path: string): number | undefined {
  return statOf(path)?.uid
}

function statOf(path: string): Stats | undefined {
  return attempt(() => lstatSync(path))
}

/** In a sticky folder, only the owners of a file and of the folder can move a file, whatever its mode. */
function isHeldByOthers(path: string): boolean {
  const folder = statOf(dirname(path))
  if (folder === undefined || (folder.mode & STICKY) === 0) return false
  return ![0, folder.uid, ownerOf(path)].includes(process.geteuid?.())
}

/** Where a symbolic link leads. Undefined for anything else. */
function targetOf(path: string): string | undefined {
  return attempt(() => resolve(dirname(path), readlinkSync(path)))
}

function isDenied(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return false
  } catch (error) {
    return ['EACCES', 'EPERM'].includes(errnoOf(error) ?? '')
  }
}

function userOf(id: number | undefined): { id: number; name: string | undefined } | undefined {
  return id === undefined ? undefined : { id, name: nameOf(id) }
}

/** A container's user may have no name. */
function nameOf(id: number): string | undefined {
  return attempt(() => {
    const { uid, username } = userInfo()
    if (uid === id) return username
    const entries = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map(line => line.split(':'))
    return entries.find(([, , uid]) => uid === String(id))?.[0]
  })
}

/** A copy of an error of the file system, with other paths, also in its stack. */
export function withPaths(thrown: unknown, rename: (text: string) => string): unknown {
  const code = errnoOf(thrown)
  if (code === undefined || thrown instanceof ActionError) return thrown
  const { stack = '', path, dest } = thrown as { stack?: string; path?: string; dest?: string }
  const renamed = (text: string | undefined) => (text === undefined ? undefined : rename(text))
  const copy = new Error(rename(messageOf(thrown)))
  return Object.assign(copy, { stack: rename(stack), code, path: renamed(path), dest: renamed(dest) })
}
