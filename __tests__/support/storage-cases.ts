import { createHash } from 'node:crypto'
import { zipFiles } from './artifact-zip.js'
import type { GitHubServerOptions } from './github-server/index.js'
import type { CaseWorld, OperationCase } from './operation-cases.js'
import { pseudoRandomBytes } from './random-bytes.js'

/** More than 8 MiB, so that it comes in parts. Created once, on first use. */
let large: Promise<{ zip: Buffer; digest: string }> | undefined
async function makeLarge(): Promise<{ zip: Buffer; digest: string }> {
  const zip = await zipFiles({ 'a.txt': 'a', 'noise.bin': pseudoRandomBytes(9 << 20) }, { level: 0 })
  return { zip, digest: `sha256:${createHash('sha256').update(zip).digest('hex')}` }
}

/** An operation that downloads from storage. */
export interface StorageCase extends OperationCase {
  storage: NonNullable<GitHubServerOptions['storage']>
  /** Requests to storage without a fault. */
  requests: number
}

const small = ({ run }: CaseWorld) => run.addArtifact('a', { files: { 'a.txt': 'a' } })
const inParts = async ({ run }: CaseWorld) => {
  large ??= makeLarge()
  return await run.addArtifact('a', await large)
}

/** Every download strategy. */
export const STORAGE_CASES: StorageCase[] = [
  {
    title: 'an archive in one request',
    inputs: { path: 'out', name: 'a' },
    storage: {},
    arrange: small,
    outputs: { 'digest-verified': 'true', 'file-count': '1' },
    requests: 1
  },
  {
    title: 'a whole archive from storage without ranges',
    inputs: { path: 'out', name: 'a' },
    storage: { chunked: true },
    arrange: small,
    outputs: { 'digest-verified': 'true', 'file-count': '1' },
    requests: 1
  },
  {
    title: 'a raw file',
    inputs: { path: 'out', name: 'a', 'delete-after': 'true' },
    storage: {},
    arrange: ({ run }) => run.addArtifact('a', { raw: Buffer.from('a'), contentType: 'text/plain' }),
    outputs: { 'digest-verified': 'true', 'deleted-count': '1' },
    fileOf: artifact => artifact,
    requests: 1
  },
  {
    title: 'the front, the end and a file of a large archive',
    inputs: { path: 'out', name: 'a', files: '*.txt' },
    storage: {},
    arrange: inParts,
    outputs: { 'file-count': '1' },
    requests: 3
  },
  {
    title: 'the front, the end and the rest of a large archive at once',
    inputs: { path: 'out', name: 'a', concurrency: '8' },
    storage: {},
    arrange: inParts,
    outputs: { 'digest-verified': 'true', 'file-count': '2' },
    requests: 3
  }
]
