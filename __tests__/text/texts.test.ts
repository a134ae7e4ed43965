import { sameRepository, webUrlOf } from '../../src/github/repository.js'
import { parseSize } from '../../src/inputs/size.js'
import { formatSize } from '../../src/messages/size.js'
import { similarNames } from '../../src/text/similar-names.js'

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1500, '1.5 kB'],
  [999_949, '999.9 kB'],
  [999_960, '1000 kB'],
  [547_000_000, '547.0 MB'],
  [3.2e9, '3.2 GB'],
  [9.9e15, '9900 TB']
])('formatSize(%j) is %j', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text)
})

test.each([
  ['https://api.github.com', 'https://github.com'],
  ['https://api.octo.ghe.com', 'https://octo.ghe.com'],
  ['https://ghes.example/api/v3', 'https://ghes.example'],
  ['https://ghes.example:8443/api/v3/', 'https://ghes.example:8443'],
  ['https://gitea.example/git/api/v1', 'https://gitea.example/git'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['https://api.example.com', 'https://api.example.com']
])('webUrlOf(%j) is %j', (apiUrl, webUrl) => {
  expect(webUrlOf(apiUrl)).toBe(webUrl)
})

test('owner and repository compare without case', () => {
  expect(sameRepository({ owner: 'Octo', repo: 'APP' }, { owner: 'octo', repo: 'app' })).toBe(true)
  expect(sameRepository({ owner: 'octo', repo: 'app' }, { owner: 'octo', repo: 'lib' })).toBe(false)
})

test.each([
  ['biuld', ['build', 'docs', 'build-linux'], ['build', 'docs', 'build-linux']],
  ['DIST', ['dist', 'dist', 'disk'], ['dist', 'disk']],
  ['x', [], []],
  ['aa', ['ad', 'ac', 'ab', 'zz'], ['ab', 'ac', 'ad']]
])('similarNames(%j, %j) is %j', (wanted, names, expected) => {
  expect(similarNames(wanted, names)).toEqual(expected)
})

test.each([
  ['500', 500],
  ['500B', 500],
  ['10KB', 10_000],
  ['10 kB', 10_000],
  ['1.5GB', 1.5e9],
  ['4KiB', 4096],
  ['2MiB', 2 ** 21],
  ['4GiB', 2 ** 32],
  ['0', 0],
  ['KB', undefined],
  ['1.5.5', undefined],
  ['9007199254740993', undefined]
])('parseSize(%j) is %j', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})
