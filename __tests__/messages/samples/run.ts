import * as messages from '../../../src/messages/run.js'
import type { Samples } from './samples.js'

export const RUN: Samples = {
  stoppedBySignal: [() => messages.stoppedBySignal('SIGTERM')],
  endedEarly: [() => messages.endedEarly()],
  errorAnnotation: [
    () =>
      messages.errorAnnotation('Not found\n\nCheck the name.', 'https://example.com/page#artifact-not-found')
  ]
}
