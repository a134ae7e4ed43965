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
      'a file of another name that ends in .zip',
      'dist',
      'application/octet-stream',
      'attachment; filename=artifact.zip',
      'artifact.zip'
    ],
    [
      'an archive by its name alone',
      'dist',
      'application/octet-stream',
      'attachment; filename=dist.zip',
      undefined
    ],
    ['the content type of @actions/artifact 2.3', 'dist', 'zip', 'attachment; filename="dist"', undefined],
    ['a raw zip of that content type', 'site.zip', 'zip', 'attachment; filename="site.zip"', 'site.zip'],
    [
      'a content type of Windows',
      'dist',
      'application/x-zip-compressed',
      'attachment; filename="dist"',
      undefined
    ],
    ['another one', 'dist', 'application/zip-compressed', 'attachment; filename="dist"', undefined],
    [
      'a content type with parameters',
      'dist',
      'Application/ZIP ; x=y',
      'attachment; filename="dist"',
      undefined
    ],
    [
      'a content type that starts like one',
      'a.bin',
      'application/zipper',
      'attachment; filename="a.bin"',
      'a.bin'
    ],
    [
      'a raw zip by octet-stream',
      'site.zip',
      'application/octet-stream',
      'inline; filename=site.zip',
      'site.zip'
    ],
    ['a file without a content type', 'LICENSE', undefined, 'attachment; filename=LICENSE', 'LICENSE'],
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
    ['an empty name', 'dist', 'text/plain', 'attachment; filename=""', undefined],
    ['no name', 'dist', 'text/plain', 'attachment', undefined],
    ['a page without the header', 'dist', 'text/html', undefined, undefined],
    ['a mangled name', '报告.txt', 'text/plain', 'attachment; filename="__.txt"', '报告.txt'],
    ['a name of question marks', '报告.txt', 'text/plain', 'attachment; filename=??.txt', '报告.txt'],
    ['a name in UTF-8', 'é.txt', 'text/plain', 'attachment; filename="\u00c3\u00a9.txt"', 'é.txt'],
    ['a mangled name that leads elsewhere', 'é.txt', 'text/plain', 'attachment; filename="../x"', 'é.txt'],
    ['an unusable filename*', 'é.txt', 'text/plain', "attachment; filename*=UTF-8''..%2Fx", 'é.txt'],
    ['a filename* that is not UTF-8', 'é.txt', 'text/plain', "attachment; filename*=UTF-8''%E9.txt", 'é.txt'],
    ['a filename* of an unknown charset', 'é.txt', 'text/plain', "attachment; filename*=X''a", 'é.txt'],
    ['filename* inside a name', 'é.txt', 'text/plain', 'attachment; filename="; filename*=a"', 'é.txt'],
    [
      'another name by filename*',
      'é',
      'text/plain',
      "attachment; filename=_; filename*=UTF-8''b.txt",
      'b.txt'
    ],
    [
      'an archive with a mangled name',
      '报告',
      'application/octet-stream',
      'attachment; filename="__.zip"',
      undefined
    ],
    ['an archive of a mangled .zip', '报告.zip', 'zip', 'attachment; filename="__.zip.zip"', undefined],
    [
      'a raw zip with a mangled name',
      '报告.zip',
      'application/zip',
      'attachment; filename="__.zip"',
      '报告.zip'
    ]
  ])('%s', (_, name, contentType, contentDisposition, expected) => {
    expect(rawFileName(name, { contentType, contentDisposition })).toBe(expected)
  })

  test.each([
    ['dist', 'attachment; filename=dist', undefined],
    ['site.zip', 'attachment; filename=site.zip', 'site.zip']
  ])('a URL that ends in .zip: %s', (name, header, expected) => {
    const headers = { contentType: 'application/octet-stream', contentDisposition: header, isZipUrl: true }
    expect(rawFileName(name, headers)).toBe(expected)
  })
})
