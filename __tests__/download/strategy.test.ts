import { chooseStrategy, firstLength, isLarge } from '../../src/download/strategy.js'

const MIB = 1 << 20
const artifact = { name: 'dist', size_in_bytes: 20 * MIB }
const facts = { size: 20 * MIB, ranges: true, contentType: 'application/zip', contentDisposition: undefined }
const raw = { contentType: 'text/html', contentDisposition: 'attachment; filename="page.html"' }
const options = { artifact, selectsFiles: false, mayStream: true }

test.each([
  ['a large artifact', {}, {}, { kind: 'streaming', size: 20 * MIB }],
  ['a large artifact while another one is streamed', {}, { mayStream: false }, { kind: 'whole' }],
  ['an artifact of 8 MiB', { size: 8 * MIB }, {}, { kind: 'whole' }],
  ['one byte more', { size: 8 * MIB + 1 }, {}, { kind: 'streaming', size: 8 * MIB + 1 }],
  ['an unknown size', { size: undefined }, {}, { kind: 'whole' }],
  ['no ranges', { ranges: false }, {}, { kind: 'whole' }],
  ['a large raw file', raw, {}, { kind: 'streaming', size: 20 * MIB }],
  ['selected files', {}, { selectsFiles: true, mayStream: false }, { kind: 'ranges', size: 20 * MIB }],
  ['selected files of 1 MiB', { size: MIB }, { selectsFiles: true, mayStream: false }, { kind: 'whole' }],
  ['selected files of a raw file', raw, { selectsFiles: true, mayStream: false }, { kind: 'whole' }],
  ['selected files without ranges', { ranges: false }, { selectsFiles: true }, { kind: 'whole' }]
])('%s', (_, response, more, strategy) => {
  expect(chooseStrategy({ ...facts, ...response }, { ...options, ...more })).toEqual(strategy)
})

test.each([
  ['everything', 20 * MIB, false, 8 * MIB],
  ['everything of a small artifact', 1, false, 8 * MIB],
  ['selected files', 20 * MIB, true, 64 << 10],
  ['selected files of a small artifact', MIB, true, MIB]
])('the first request for %s of %d bytes', (_, size_in_bytes, selectsFiles, length) => {
  expect(firstLength({ artifact: { name: 'dist', size_in_bytes }, selectsFiles, mayStream: false })).toBe(
    length
  )
})

test('an artifact of more than 8 MiB is large', () => {
  expect([8 * MIB, 8 * MIB + 1].map(size_in_bytes => isLarge({ size_in_bytes }))).toEqual([false, true])
})
