import { printable } from '../../src/messages/printable.js'

describe('printable', () => {
  test.each([
    ['plain-name.txt', 'plain-name.txt'],
    ['::error::pwned', '\\::error::pwned'],
    ['  ::error::pwned', '  \\::error::pwned'],
    ['a::b', 'a::b'],
    ['x\n::set-output name=a::b', 'x\\n::set-output name=a::b'],
    ['##[error]x ##[group]', '#\\#[error]x #\\#[group]'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u202egpj.exe', '\\u202egpj.exe'],
    ['\u2028', '\\u2028'],
    ['\ud800', '\\ud800'],
    ['naïve 😀', 'naïve 😀'],
    ['\r\t', '\\r\\t']
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text)).toBe(expected)
  })

  test('cuts at 200 characters without splitting one', () => {
    expect(printable('😀'.repeat(201))).toBe(`${'😀'.repeat(200)}…`)
    expect(printable('x'.repeat(1_000_000))).toBe(`${'x'.repeat(200)}…`)
    expect(printable('x'.repeat(200))).toBe('x'.repeat(200))
  })
})
