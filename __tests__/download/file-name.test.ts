import { rawFileName } from '../../src/download/file-name.js'

describe('rawFileName', () => {
  test.each([
    [
      'an archive as upload-artifact stores it',
      'dist',
      'application/zip',
      'attachment; filename="dist.zip"',
      undefined
    ],
    ['an archive without headers', 'dist', undefined, undefined, undefined],
    [
      'a server that uses the name of the artifact',
      'dist',
      'application/zip',
      'attachment; filename="dist"',
      undefined
    ],
    [
      'a server with its own name',
      'dist',
      'application/octet-stream',
      'attachment; filename=artifact.zip',
      undefined
    ],
    ['a file', 'report.html', 'text/html', 'attachment; filename="report.html"', 'report.html'],
    [
      'a file without an extension',
      'LICENSE',
      'application/octet-stream',
      'attachment; filename=LICENSE',
      'LICENSE'
    ],
    ['a raw zip stays a file', 'site.zip', 'application/zip', 'attachment; filename="site.zip"', 'site.zip'],
    [
      'an archive whose artifact is named .zip',
      'site.zip',
      'application/zip',
      'attachment; filename="site.zip.zip"',
      undefined
    ],
    [
      'a file whose name differs from its artifact',
      'report',
      'text/plain',
      'attachment; filename="r.txt"',
      'r.txt'
    ],
    [
      'filename* takes precedence',
      'naïve.txt',
      'text/plain',
      'attachment; filename="na_ve.txt"; filename*=UTF-8\'\'na%C3%AFve.txt',
      'naïve.txt'
    ],
    ['an invalid header', 'dist', 'application/zip', '"', undefined],
    ['an empty name', 'dist', 'text/plain', 'attachment; filename=""', undefined]
  ])('%s', (_, name, contentType, contentDisposition, expected) => {
    expect(rawFileName(name, { contentType, contentDisposition })).toBe(expected)
  })
})
