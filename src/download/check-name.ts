import { checkSegment } from '../archive/entry-path.js'
import { ActionError } from '../errors/action-error.js'
import { printable } from '../messages/printable.js'

/**
 * Checks a name that comes from an artifact and is to become a folder or a file.
 *
 * @param whose as it reads after "the name of": `the artifact`
 * @throws ActionError with code `artifact-name-invalid`
 */
export function checkName(name: string, whose: string): void {
  const problem = checkSegment(name, process.platform)
  if (problem === undefined) return
  throw new ActionError(
    'artifact-name-invalid',
    `The name of ${whose}, "${printable(name)}", cannot be a file name: ${problem.reason}`,
    {
      hint: 'Give one exact name or id, whose files go straight into path, or use merge-multiple.'
    }
  )
}
