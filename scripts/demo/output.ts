/** The reader closed the output, as `head` does. */
export class OutputClosed extends Error {}

let isOutputClosed = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Windows reports EOF.
  if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error
  isOutputClosed = true
})

/** Prints a line. @throws OutputClosed if the reader closed the output, so that the demo cleans up and stops */
export function print(text: string): void {
  if (isOutputClosed) throw new OutputClosed()
  process.stdout.write(`${text}\n`)
}
