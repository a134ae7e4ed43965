/** Windows has no file modes, no signals and no umask. */
export const ON_WINDOWS = process.platform === 'win32'

/** Whether this system allows a path. Windows reserves some characters and drops dots and spaces at the end of names. */
export function allowsPath(path: string): boolean {
  return !ON_WINDOWS || !/[<>:"|?*]|[. ](\/|$)/.test(path)
}

/**
 * `describe`, or `describe.skip` on Windows, with the reason printed.
 *
 * @param what a feature that Windows does not have
 */
export function exceptOnWindows(what: string): typeof describe {
  if (!ON_WINDOWS) return describe
  console.log(`skipped: Windows has no ${what}`)
  return describe.skip as typeof describe
}
