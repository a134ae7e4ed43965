export const stoppedBySignal = (signal: string) => `The step was stopped by ${signal}`

/** The process had nothing left to do although the operation had not finished. */
export const endedEarly = () => 'The step ended before the operation finished'

export const errorAnnotation = (explanation: string, page: string) => `${explanation}\n\nDetails: ${page}`
