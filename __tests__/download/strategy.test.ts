import { chooseStrategy, firstRequestLength, isLarge, sharingOf } from '../../src/download/strategy.js'

const MIB = 1 << 20
const artifact = { name: 'dist', size_in_bytes: 20 * MIB }
const facts = {
  size: 20 * MIB,
  servesRanges: true,
  contentType: 'application/zip',
  contentDisposition: undefined
}
const raw = { contentType: 'text/html', contentDisposition: 'attachment; filename="page.html"' }
const options = { artifact, mayBePartial: false, mayStream: true }

test.each([
  ['a large artifact', {}, {}, { kind: 'streaming', size: 20 * MIB }],
  ['a large artifact while another one is streamed', {}, { mayStream: false }, { kind: 'whole' }],
  ['an artifact of 8 MiB', { size: 8 * MIB }, {}, { kind: 'whole' }],
  ['one byte more', { size: 8 * MIB + 1 }, {}, { kind: 'streaming', size: 8 * MIB + 1 }],
  ['an unknown size', { size: undefined }, {}, { kind: 'whole' }],
  ['no ranges', { servesRanges: false }, {}, { kind: 'whole' }],
  ['a large raw file', raw, {}, { kind: 'streaming', size: 20 * MIB }],
  ['selected files', {}, { mayBePartial: true, mayStream: false }, { kind: 'ranges', size: 20 * MIB }],
  ['selected files of 1 MiB', { size: MIB }, { mayBePartial: true, mayStream: false }, { kind: 'whole' }],
  ['selected files of a raw file', raw, { mayBePartial: true, mayStream: false }, { kind: 'whole' }],
  ['selected files without ranges', { servesRanges: false }, { mayBePartial: true }, { kind: 'whole' }]
])('%s', (_, response, more, strategy) => {
  expect(chooseStrategy({ ...facts, ...response }, { ...options, ...more })).toEqual(strategy)
})

test.each([
  ['a streamed artifact', 20 * MIB, { mayStream: true }, 8 * MIB],
  ['a whole artifact', 20 * MIB, {}, 32 * MIB],
  ['a small artifact', 1, {}, 8 * MIB],
  ['selected files', 20 * MIB, { mayBePartial: true }, 64 << 10],
  ['selected files of a small artifact', MIB, { mayBePartial: true }, MIB]
])('the first request for %s of %d bytes', (_, size_in_bytes, more, length) => {
  const how = { mayBePartial: false, mayStream: false, ...more }
  expect(firstRequestLength({ artifact: { name: 'dist', size_in_bytes }, ...how })).toBe(length)
})

/** Sizes in MiB. */
const sized = (count: number, size: number) =>
  Array.from({ length: count }, () => ({ size_in_bytes: size * MIB }))
test.each([
  ['one small', sized(1, 1), { whole: 8, streams: 1, requests: 1 }],
  ['one large', sized(1, 9), { whole: 8, streams: 1, requests: 4 }],
  ['300 small', sized(300, 1), { whole: 8, streams: 1, requests: 300 }],
  ['four of medium size', sized(4, 9), { whole: 8, streams: 4, requests: 16 }],
  ['five of medium size', sized(5, 32), { whole: 32, streams: 1, requests: 5 }],
  ['40 of medium size', sized(40, 9), { whole: 32, streams: 1, requests: 16 }],
  ['six large', sized(6, 50), { whole: 32, streams: 4, requests: 16 }],
  ['a mixture', [...sized(20, 1), ...sized(9, 9), ...sized(2, 99)], { whole: 32, streams: 2, requests: 20 }]
])('%s', (_, artifacts, { whole, ...sharing }) => {
  expect(sharingOf(artifacts)).toEqual({ whole: whole * MIB, ...sharing })
})

test('an artifact over the limit is large', () => {
  expect([8 * MIB, 8 * MIB + 1].map(size_in_bytes => isLarge({ size_in_bytes }, 8 * MIB))).toEqual([
    false,
    true
  ])
})
