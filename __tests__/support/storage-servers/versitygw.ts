import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.js'
import {
  Program,
  programFolder,
  type StorageProgram,
  type StorageServer,
  send,
  whyNotInstalled
} from './storage-server.js'

const VERSION = 'v1.8.0'
const FOLDER = programFolder('versitygw', VERSION)
const BINARY = join(FOLDER, 'versitygw')
const REGION = 'us-east-1'
const BUCKET = 'artifacts'
/** In seconds. */
const DAY = 86_400

/** S3, by the Versity S3 Gateway; https://github.com/versity/versitygw */
export const versitygw: StorageProgram = {
  title: `Versity S3 Gateway ${VERSION}`,
  missing: whyNotInstalled('Versity S3 Gateway', FOLDER, folder => ({
    command: 'go',
    args: ['install', `github.com/versity/versitygw/cmd/versitygw@${VERSION}`],
    env: { GOBIN: folder, CGO_ENABLED: '0' }
  })),
  start
}

async function start(): Promise<StorageServer> {
  const port = await freePort()
  const secret = randomBytes(20).toString('hex')
  const wrong = randomBytes(20).toString('hex')
  const program = new Program()
  const [objects, metadata] = ['objects', 'metadata'].map(name => join(program.folder, name)) as [
    string,
    string
  ]
  mkdirSync(objects)
  mkdirSync(metadata)
  const keys = ['--access', 'tests', '--secret', secret]
  const address = ['--port', `127.0.0.1:${port}`]
  await program.start(BINARY, ['--quiet', ...address, ...keys, 'posix', '--sidecar', metadata, objects], port)

  const here = `http://127.0.0.1:${port}`
  const put = (path: string, body?: Buffer) =>
    send(presigned('PUT', new URL(path, here), { secret, signedAt: new Date(), seconds: DAY }), {}, body)
  await put(`/${BUCKET}`)
  return {
    port,
    put: (name, bytes) => put(`/${BUCKET}/${name}`, bytes),
    sign: (name, { origin, expiresAt, contentType, filename, wrongKey = false }) => {
      const url = new URL(`/${BUCKET}/${name}`, origin)
      url.searchParams.set('response-content-type', contentType)
      url.searchParams.set('response-content-disposition', `attachment; filename="${filename}"`)
      const signedAt = new Date(expiresAt.getTime() - DAY * 1000)
      return presigned('GET', url, { secret: wrongKey ? wrong : secret, signedAt, seconds: DAY })
    },
    stop: () => program.stop()
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function presigned(
  method: string,
  url: URL,
  { secret, signedAt, seconds }: { secret: string; signedAt: Date; seconds: number }
): string {
  const time = `${signedAt.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const day = time.slice(0, 8)
  const scope = `${day}/${REGION}/s3/aws4_request`
  const query = Object.entries({
    ...Object.fromEntries(url.searchParams),
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `tests/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host'
  })
    .map(pair => pair.map(encoded).join('='))
    .sort()
    .join('&')
  const request = [method, url.pathname, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const hash = createHash('sha256').update(request).digest('hex')
  const key = [day, REGION, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash].join('\n')).toString('hex')
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
}
