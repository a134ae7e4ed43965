import { ERRORS, errorExplanation, errorTitle, unexpectedError } from '../../../src/messages/error-codes.js'
import type { Samples } from './samples.js'

const CODES = Object.keys(ERRORS) as (keyof typeof ERRORS)[]

export const ERROR_CODES: Samples = {
  errorTitle: CODES.map(code => () => `${errorTitle(code)}\n${ERRORS[code].advice}`),
  errorExplanation: [
    () => errorExplanation('disk-full', 'What failed'),
    () => errorExplanation('disk-full', 'What failed', 'What to do.')
  ],
  unexpectedError: [() => unexpectedError('x is not a function')]
}
