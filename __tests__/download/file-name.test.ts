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
    ['an archive of which nothing is said', 'dist', undefined, undefined, undefined],
    [
      'a server that names it after the artifact',
      'dist',
      'application/zip',
      'attachment; filename="dist"',
      undefined
    ],
    [
      'a server with a name of its own',
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
      'an archive whose artifact is called .zip',
      'site.zip',
      'application/zip',
      'attachment; filename="site.zip.zip"',
      undefined
    ],
    [
      'a file with another name than its artifact',
      'report',
      'text/plain',
      'attachment; filename="r.txt"',
      'r.txt'
    ],
    [
      'filename* wins',
      'naïve.txt',
      'text/plain',
      'attachment; filename="na_ve.txt"; filename*=UTF-8\'\'na%C3%AFve.txt',
      'naïve.txt'
    ],
    ['a header that cannot be read', 'dist', 'application/zip', '"', undefined],
    ['an empty name', 'dist', 'text/plain', 'attachment; filename=""', undefined]
  ])('%s', (_, name, contentType, contentDisposition, expected) => {
    expect(rawFileName(name, { contentType, contentDisposition })).toBe(expected)
  })
})
