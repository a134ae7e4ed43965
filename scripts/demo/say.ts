/** Whoever read the output has gone away, as `head` does: there is nothing left to do. */
export class ReaderGone extends Error {}

let isReaderGone = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // EOF on Windows.
  if (error.code !== 'EPIPE' && error.code !== 'EOF') throw error
  isReaderGone = true
})

/** @throws ReaderGone where nobody reads any more, so that all that was begun is ended as ever */
export function say(text: string): void {
  if (isReaderGone) throw new ReaderGone()
  process.stdout.write(`${text}\n`)
}
