import { bodyStartIn, readHead } from '../../src/http/response-head.js'

const headOf = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')

test('a simple response', () => {
  const lines = [
    'HTTP/1.1 206 Partial Content',
    'Content-Length: 12',
    'ETag:\t"a  b" ',
    'X-Empty:',
    'X-Blank: \t'
  ]
  expect(readHead(headOf(...lines))).toEqual({
    status: 206,
    headers: { 'content-length': '12', etag: '"a  b"', 'x-empty': '', 'x-blank': '' },
    length: 12,
    keepsAlive: true
  })
})

test.each([
  [['HTTP/1.1 200 OK'], true],
  [['HTTP/1.1 200'], true],
  [['HTTP/1.1 200 OK', 'Connection: Close'], false],
  [['HTTP/1.0 200 OK'], false],
  [['HTTP/1.0 200 OK', 'Connection: Keep-Alive'], true]
])('%j keeps the connection: %s', (lines, keepsAlive) => {
  expect(readHead(headOf(...lines, 'content-length: 0'))).toMatchObject({
    status: 200,
    length: 0,
    keepsAlive
  })
})

test.each([
  ['a transfer coding', ['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked']],
  ['a transfer coding and a length', ['HTTP/1.1 200 OK', 'Content-Length: 5', 'Transfer-Encoding: chunked']],
  ['no length', ['HTTP/1.1 200 OK']],
  ['two lengths', ['HTTP/1.1 200 OK', 'Content-Length: 5', 'content-length: 6']],
  ['a list of lengths', ['HTTP/1.1 200 OK', 'Content-Length: 5, 5']],
  ['a negative length', ['HTTP/1.1 200 OK', 'Content-Length: -5']],
  ['a length with a sign', ['HTTP/1.1 200 OK', 'Content-Length: +5']],
  ['a length in hex', ['HTTP/1.1 200 OK', 'Content-Length: 0x5']],
  ['a too large length', ['HTTP/1.1 200 OK', `Content-Length: ${'9'.repeat(16)}`]],
  ['an interim response', ['HTTP/1.1 100 Continue', 'Content-Length: 0']],
  ['no content', ['HTTP/1.1 204 No Content', 'Content-Length: 5']],
  ['not modified', ['HTTP/1.1 304 Not Modified', 'Content-Length: 5']],
  ['another protocol', ['HTTP/2 200 OK', 'Content-Length: 5']],
  ['not HTTP', ['SSH-2.0-OpenSSH_9.2', 'Content-Length: 5']],
  ['an invalid status', ['HTTP/1.1 2000 OK', 'Content-Length: 5']],
  ['a folded line', ['HTTP/1.1 200 OK', 'X: a', ' b', 'Content-Length: 5']],
  ['a space before the colon', ['HTTP/1.1 200 OK', 'Content-Length : 5']],
  ['no colon', ['HTTP/1.1 200 OK', 'Content-Length 5']],
  ['no name', ['HTTP/1.1 200 OK', ': a', 'Content-Length: 5']],
  ['a NUL', ['HTTP/1.1 200 OK', 'X: a\u0000', 'Content-Length: 5']],
  ['a bare line feed', ['HTTP/1.1 200 OK', 'X: a\nContent-Length: 6', 'Content-Length: 5']],
  ['a bare carriage return', ['HTTP/1.1 200 OK', 'X: a\rb', 'Content-Length: 5']]
])('not supported: %s', (_, lines) => {
  expect(readHead(headOf(...lines))).toBeUndefined()
})

test('names from Object.prototype are ordinary fields', () => {
  const head = readHead(headOf('HTTP/1.1 200 OK', '__proto__: a', 'constructor: b', 'content-length: 1'))
  expect(Object.entries(head?.headers ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['content-length', '1']
  ])
})

test('where the body begins', () => {
  expect(bodyStartIn(Buffer.from('HTTP/1.1 200 OK\r\n\r'))).toBeUndefined()
  expect(bodyStartIn(Buffer.from('HTTP/1.1 200 OK\r\n\r\nab\r\n\r\n'))).toBe(19)
})
