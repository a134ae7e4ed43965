/** Whether the tests run where files have no modes, processes no signals and no umask. */
export const ON_WINDOWS = process.platform === 'win32'

/**
 * `test`, or on Windows a test that is skipped, with the reason printed.
 *
 * @param what what Windows does not have, as in "Windows has no signals"
 */
export function exceptOnWindows(what: string): typeof test {
  if (!ON_WINDOWS) return test
  console.log(`skipped: Windows has no ${what}`)
  return test.skip as typeof test
}
