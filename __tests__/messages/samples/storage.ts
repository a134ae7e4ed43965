import {
  artifactReplaced,
  connectionBroke,
  otherRangeSent,
  rangeNotSatisfiable,
  rangesNoLongerServed,
  reasonAtByte,
  redirectRefused,
  responseEndedEarly,
  storageFailed,
  storageResponse,
  storageSilent,
  storageStatus,
  storageStatusHint,
  tooManyBytesSent,
  tooManyRedirects,
  unreachableHint
} from '../../../src/messages/storage.js'
import type { Samples } from './samples.js'

const SUBJECT = 'Artifact "dist" (17)'
const NO_PROBLEM = { code: '', text: '', requestId: '' }
const HOST = 'productionresultssa0.blob.core.windows.net'

export const STORAGE: Samples = {
  storageFailed: [() => storageFailed(SUBJECT, storageStatus(404, NO_PROBLEM, undefined))],
  unreachableHint: [unreachableHint],
  reasonAtByte: [() => reasonAtByte(storageSilent(30), 4_194_304), () => reasonAtByte(storageSilent(30), 0)],
  storageStatus: [
    () =>
      storageStatus(
        404,
        { code: 'BlobNotFound', text: 'The specified blob does not exist.', requestId: 'afb36559-156d' },
        undefined
      ),
    () => storageStatus(503, NO_PROBLEM, 61_000)
  ],
  storageStatusHint: [
    () => storageStatusHint(404, NO_PROBLEM),
    () => storageStatusHint(403, NO_PROBLEM),
    () => storageStatusHint(403, { code: 'AuthenticationFailed' }),
    () => storageStatusHint(503, NO_PROBLEM),
    () => storageStatusHint(400, NO_PROBLEM)
  ],
  redirectRefused: [() => redirectRefused('https:', 'http:')],
  tooManyRedirects: [() => tooManyRedirects(5)],
  storageSilent: [() => storageSilent(30)],
  connectionBroke: [() => connectionBroke(HOST, 'ECONNRESET')],
  artifactReplaced: [
    () => artifactReplaced(),
    () =>
      artifactReplaced({
        code: 'ConditionNotMet',
        text: 'The condition specified using HTTP conditional header(s) is not met.',
        requestId: ''
      })
  ],
  rangesNoLongerServed: [rangesNoLongerServed],
  rangeNotSatisfiable: [
    () =>
      rangeNotSatisfiable({
        code: 'InvalidRange',
        text: 'The range specified is invalid for the current size of the resource.',
        requestId: ''
      }),
    () => rangeNotSatisfiable()
  ],
  otherRangeSent: [otherRangeSent],
  tooManyBytesSent: [tooManyBytesSent],
  responseEndedEarly: [responseEndedEarly],
  storageResponse: [
    () =>
      storageResponse({
        host: HOST,
        subject: SUBJECT,
        range: { start: 0, end: 8_388_608 },
        status: 206,
        elapsed: 41.7,
        requestId: 'afb36559-156d-47bd-abed-ffde42aab369'
      }),
    () =>
      storageResponse({
        host: HOST,
        subject: SUBJECT,
        range: undefined,
        status: 200,
        elapsed: 3,
        requestId: ''
      })
  ]
}
