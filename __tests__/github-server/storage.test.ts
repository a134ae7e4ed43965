import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { zipFilesTo } from '../support/artifact-zip.js'
import {
  type Artifact,
  bytesOf,
  type GitHubServer,
  type GitHubServerOptions,
  type Run
} from '../support/github-server/index.js'
import { type Exchange, exchange, type PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

let server: GitHubServer
let client: PlainClient
let run: Run
let artifact: Artifact

async function start(options?: GitHubServerOptions): Promise<void> {
  ;({ server, client, run, artifact } = await startScene(options))
}

async function restart(options: GitHubServerOptions): Promise<void> {
  await server.close()
  await start(options)
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

async function download(of: Artifact): Promise<Exchange> {
  const got = await exchange(await client.signedUrl(of))
  expect(got).toMatchObject({ status: 200, failure: undefined })
  return got
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('an upload', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'github-server-'))
  })

  afterEach(() => rm(folder, { recursive: true }))

  test('of files comes back as a zip', async () => {
    const { bytes, headers } = await download(artifact)
    expect(headers['content-type']).toBe('application/zip')
    expect(headers['content-disposition']).toBe(`attachment; filename="tool.zip"; filename*=UTF-8''tool.zip`)
    expect(sha256(bytes)).toBe(artifact.digest)
    expect(bytes.length).toBe(artifact.size_in_bytes)
  })

  test('of a raw file comes back under its name and type', async () => {
    const raw = await run.addArtifact('naïve (1).html', { raw: Buffer.from('<p>'), contentType: 'text/html' })
    const { bytes, headers } = await download(raw)
    expect(bytes.toString()).toBe('<p>')
    expect(headers['content-type']).toBe('text/html')
    expect(headers['content-disposition']).toBe(
      `attachment; filename="na_ve (1).html"; filename*=UTF-8''na%C3%AFve%20%281%29.html`
    )
  })

  test('from disk is streamed, and has the same digest as from memory', async () => {
    const path = join(folder, 'a.zip')
    const files = { a: 'a'.repeat(3_000_000), 'empty/': '' }
    await zipFilesTo(path, files, { level: 0 })
    const fromDisk = await run.addArtifact('a', { zipFile: path })
    const fromMemory = await run.addArtifact('a', { files, level: 0 })
    expect(fromDisk.digest).toBe(fromMemory.digest)
    const { bytes } = await download(fromDisk)
    expect(sha256(bytes)).toBe(fromDisk.digest)
    expect(fromMemory.blob && bytes.equals(await bytesOf(fromMemory.blob.content))).toBe(true)
  })

  test('may be any bytes, or none', async () => {
    const { bytes } = await download(await run.addArtifact('evil', { zip: Buffer.from('PK not') }))
    expect(bytes.toString()).toBe('PK not')
    const empty = await download(await run.addArtifact('empty', { zip: Buffer.alloc(0) }))
    expect(empty).toMatchObject({ bytes: Buffer.alloc(0), headers: { 'content-length': '0' } })
  })

  test('that never came is not in storage', async () => {
    const url = await client.signedUrl(run.listArtifact('none'))
    expect(await exchange(url)).toMatchObject({ status: 404, headers: { 'x-ms-error-code': 'BlobNotFound' } })
  })
})

describe('a signed URL', () => {
  test('leads to storage, is another each time, and works again and again', async () => {
    const [first, second] = [await client.signedUrl(artifact), await client.signedUrl(artifact)]
    expect(new URL(first).origin).toBe(server.storageOrigin)
    expect(server.storageOrigin).not.toBe(new URL(server.apiUrl).origin)
    expect(first).not.toBe(second)
    for (const url of [first, second, first]) expect((await exchange(url)).status).toBe(200)
  })

  const refused = { status: 403, headers: { 'x-ms-error-code': 'AuthenticationFailed' } }

  test('expires', async () => {
    await restart({ storage: { urlLifetime: 30 } })
    const url = await client.signedUrl(artifact)
    await sleep(40)
    expect(await exchange(url)).toMatchObject(refused)
  })

  test('expires when a test says so', async () => {
    const url = await client.signedUrl(artifact)
    server.expireUrls()
    expect(await exchange(url)).toMatchObject(refused)
    expect((await exchange(await client.signedUrl(artifact))).status).toBe(200)
  })

  test('works for no other signature, path or method', async () => {
    const url = await client.signedUrl(artifact)
    expect(await exchange(url.replace('sig=', 'sig=x'))).toMatchObject(refused)
    expect(await exchange(url.replace('/artifacts/', '/artifacts/x'))).toMatchObject(refused)
    expect((await exchange(url, { method: 'PUT' })).status).toBe(405)
    expect(await exchange(url, { method: 'HEAD' })).toMatchObject({
      status: 200,
      headers: { 'content-length': String(artifact.size_in_bytes) },
      bytes: Buffer.alloc(0)
    })
  })

  test('does not go with a token', async () => {
    const url = await client.signedUrl(artifact)
    expect(await exchange(url, { headers: { authorization: `Bearer ${server.token}` } })).toMatchObject(
      refused
    )
    expect(() => server.assertConforms()).toThrow('the token went to storage')
    expect(server.requests.at(-1)).toMatchObject({
      server: 'storage',
      status: 403,
      headers: { authorization: `Bearer ${server.token}` }
    })
  })

  test('may lead back to the API, where a token does no harm', async () => {
    await restart({ storage: { sameOrigin: true } })
    const url = await client.signedUrl(artifact)
    expect(new URL(url).origin).toBe(new URL(server.apiUrl).origin)
    expect((await exchange(url)).status).toBe(200)
    expect((await exchange(url, { headers: { authorization: `Bearer ${server.token}` } })).status).toBe(200)
    expect(server.requests.map(({ server: name }) => name)).toEqual(['api', 'storage', 'storage'])
  })
})

describe('a range', () => {
  let url: string
  let whole: Buffer

  beforeEach(async () => {
    url = await client.signedUrl(artifact)
    whole = (await exchange(url)).bytes
  })

  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, undefined],
    ['bytes=4000-99999', 4000, undefined],
    ['bytes=7-7', 7, 8]
  ])('%s is served', async (range, start, end) => {
    const { status, headers, bytes } = await exchange(url, { headers: { range } })
    const expected = whole.subarray(start, end)
    expect(status).toBe(206)
    expect(bytes.equals(expected)).toBe(true)
    expect(headers).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': String(expected.length),
      'content-range': `bytes ${start}-${start + expected.length - 1}/${whole.length}`
    })
  })

  test.each(['bytes=-5', 'bytes=0-1,3-4', 'items=0-1', 'bytes=9-2'])('%s is ignored', async range => {
    const { status, bytes } = await exchange(url, { headers: { range } })
    expect([status, bytes.length]).toEqual([200, whole.length])
  })

  test('past the end cannot be satisfied', async () => {
    const headers = { range: `bytes=${whole.length}-` }
    expect(await exchange(url, { headers })).toMatchObject({
      status: 416,
      headers: { 'content-range': `bytes */${whole.length}` }
    })
  })

  test('holds on to its ETag', async () => {
    const { etag = '' } = (await exchange(url)).headers
    const range = 'bytes=1-2'
    expect((await exchange(url, { headers: { range, 'if-match': etag } })).status).toBe(206)
    expect((await exchange(url, { headers: { range, 'if-match': '"other"' } })).status).toBe(412)
  })
})

describe('storage', () => {
  test('may know no ranges, ETags or names', async () => {
    await restart({ storage: { ranges: false, etag: false, contentDisposition: false } })
    const url = await client.signedUrl(artifact)
    const { status, headers } = await exchange(url, { headers: { range: 'bytes=0-1', 'if-match': '"x"' } })
    expect(status).toBe(200)
    for (const name of ['accept-ranges', 'etag', 'content-disposition'])
      expect(headers).not.toHaveProperty(name)
  })

  test('may pack while it sends', async () => {
    await restart({ flavour: 'ghes-3.10', storage: { chunked: true } })
    const url = await client.signedUrl(artifact)
    const { status, headers, bytes } = await exchange(url, { headers: { range: 'bytes=0-1' } })
    expect(status).toBe(200)
    expect(sha256(bytes)).toBe(artifact.digest)
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked' })
    for (const name of ['content-length', 'accept-ranges', 'etag']) expect(headers).not.toHaveProperty(name)
  })

  test('may be slow, per connection, and late', async () => {
    server.storage.bytesPerSecond = 20_000
    server.storage.latency = 50
    const url = await client.signedUrl(artifact)
    const begun = performance.now()
    await Promise.all([exchange(url), exchange(url), exchange(url)])
    const took = performance.now() - begun
    expect(took).toBeGreaterThan(270)
    expect(took).toBeLessThan(700)
    expect(server.requests.slice(1).map(({ inFlight }) => inFlight)).toEqual([1, 2, 3])
    expect(new Set(server.requests.map(({ connection }) => connection)).size).toBe(4)
  })
})
