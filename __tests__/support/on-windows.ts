/** Whether the tests run where files have no modes, processes no signals and no umask. */
export const ON_WINDOWS = process.platform === 'win32'

/** Whether this system takes a path with these names: Windows reserves some characters, and drops dots and spaces at the end. */
export function takesPath(path: string): boolean {
  return !ON_WINDOWS || !/[<>:"|?*]|[. ](\/|$)/.test(path)
}

/**
 * `describe`, or on Windows one that is skipped, with the reason printed.
 *
 * @param what what Windows does not have, as in "Windows has no signals"
 */
export function exceptOnWindows(what: string): typeof describe {
  if (!ON_WINDOWS) return describe
  console.log(`skipped: Windows has no ${what}`)
  return describe.skip as typeof describe
}
