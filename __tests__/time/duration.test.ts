import { formatAge, formatDuration, formatElapsed, formatMoment } from '../../src/messages/duration.js'
import { parseShard } from '../../src/selection/shard.js'
import { epochOf, parseDuration, parseMoment } from '../../src/time/moment.js'

const NOW = Date.parse('2026-02-01T00:00:00Z')

test.each([
  ['0s', 0],
  ['90s', 90_000],
  ['15m', 900_000],
  ['36h', 129_600_000],
  ['7d', 604_800_000],
  ['2w', 1_209_600_000],
  ['7', undefined],
  ['1.5h', undefined],
  ['7 d', undefined],
  ['7D', undefined],
  ['d', undefined],
  ['', undefined],
  ['9999999999999999s', undefined]
])('the duration %j', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each([
  ['1d', '2026-01-31T00:00:00Z'],
  ['2026-01-31', '2026-01-31T00:00:00Z'],
  ['2028-02-29', '2028-02-29T00:00:00Z'],
  ['2026-01-31T10:20', '2026-01-31T10:20:00Z'],
  ['2026-01-31T10:20:30', '2026-01-31T10:20:30Z'],
  ['2026-01-31T10:20:30Z', '2026-01-31T10:20:30Z'],
  ['2026-01-31T10:20:30.5+02:00', '2026-01-31T08:20:30.500Z'],
  ['2026-02-29', undefined],
  ['2026-00-01', undefined],
  ['2026-01-31T24:30', undefined],
  ['2026-01-31Z', undefined],
  ['31.1.2026', undefined],
  ['Sat, 31 Jan 2026', undefined]
])('the moment %j', (text, at) => {
  const moment = parseMoment(text)
  expect(moment && epochOf(moment, NOW)).toBe(at && Date.parse(at))
})

test.each([
  ['1/1', { index: 1, count: 1 }],
  ['2/5', { index: 2, count: 5 }],
  ['0/5', undefined],
  ['6/5', undefined],
  ['01/5', undefined],
  ['a/b', undefined]
])('the shard %j', (text, shard) => {
  expect(parseShard(text)).toEqual(shard)
})

test.each([
  [0, '0 s'],
  [499, '0 s'],
  [1400, '1 s'],
  [60_000, '1 m'],
  [125_000, '2 m 5 s'],
  [3_600_000, '1 h'],
  [3_601_000, '1 h'],
  [5_400_000, '1 h 30 m'],
  [172_800_000, '48 h']
])('formatDuration(%i) is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test.each([
  [-5000, 'just now'],
  [59_000, 'just now'],
  [60_000, '1 min'],
  [119 * 60_000, '119 min'],
  [120 * 60_000, '2 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 d'],
  [400 * 86_400_000, '400 d']
])('formatAge(%i) is %s', (ms, text) => {
  expect(formatAge(ms)).toBe(text)
})

test.each([
  [0.4, '0 ms'],
  [99, '99 ms'],
  [100, '0.1 s'],
  [449, '0.4 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [125_000, '2 m 5 s']
])('formatElapsed(%p) is %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text)
})

test.each([
  [{ ago: 45_000 }, '45 s'],
  [{ ago: 7 * 86_400_000 }, '7 d'],
  [{ at: Date.parse('2026-01-31') }, '2026-01-31T00:00:00.000Z']
])('formatMoment(%j) is %s', (moment, text) => {
  expect(formatMoment(moment)).toBe(text)
})
