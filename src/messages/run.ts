/** A signal ended the step. */
export function stoppedBySignal(signal: string): string {
  return `The step was stopped by ${signal}`
}

/** The process had nothing left to do although the operation had not finished. */
export function endedEarly(): string {
  return 'The step ended before the operation finished'
}

/** The text of the one error annotation. */
export function errorAnnotation(explanation: string, page: string): string {
  return `${explanation}\n\nDetails: ${page}`
}
