import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential
} from '@azure/storage-blob'
import { freePort } from './free-port.js'
import {
  Program,
  programFolder,
  type StorageProgram,
  type StorageServer,
  send,
  whyNotInstalled
} from './storage-server.js'

/** The newest version that runs on Node 20. */
const VERSION = '3.35.0'
const FOLDER = programFolder('azurite', VERSION)
const MAIN = join(FOLDER, 'node_modules/azurite/dist/src/blob/main.js')
const ACCOUNT = 'artifacts'
const CONTAINER = 'actions-results'

/** Azure Blob Storage, by its owner's emulator; https://github.com/Azure/Azurite */
export const azurite: StorageProgram = {
  title: `Azurite ${VERSION}`,
  missing: whyNotInstalled('Azurite', FOLDER, folder => {
    const options = [
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      '--loglevel',
      'error',
      '--fetch-retries',
      '1'
    ]
    return { command: 'npm', args: ['install', ...options, `azurite@${VERSION}`] }
  }),
  start
}

async function start(): Promise<StorageServer> {
  const port = await freePort()
  const key = randomBytes(64).toString('base64')
  const credential = new StorageSharedKeyCredential(ACCOUNT, key)
  const wrong = new StorageSharedKeyCredential(ACCOUNT, randomBytes(64).toString('base64'))
  const program = new Program()
  const options = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--location', program.folder]
  // The client's API version may be newer than the emulator's.
  options.push('--skipApiVersionCheck', '--disableTelemetry', '--silent')
  const env = { AZURITE_ACCOUNTS: `${ACCOUNT}:${key}` }
  await program.start(process.execPath, [MAIN, ...options], port, { env })

  const forWrites = generateAccountSASQueryParameters(
    {
      expiresOn: new Date(Date.now() + 86_400_000),
      permissions: AccountSASPermissions.parse('rwc'),
      services: AccountSASServices.parse('b').toString(),
      resourceTypes: AccountSASResourceTypes.parse('co').toString()
    },
    credential
  ).toString()
  const container = `http://127.0.0.1:${port}/${ACCOUNT}/${CONTAINER}`
  await send(`${container}?restype=container&${forWrites}`, {})
  return {
    port,
    put: (name, bytes) => send(`${container}/${name}?${forWrites}`, { 'x-ms-blob-type': 'BlockBlob' }, bytes),
    // The parameters of the URLs that github.com gives out.
    sign: (name, { origin, expiresAt, contentType, filename, wrongKey = false }) => {
      const query = generateBlobSASQueryParameters(
        {
          containerName: CONTAINER,
          blobName: name,
          permissions: BlobSASPermissions.parse('r'),
          expiresOn: expiresAt,
          contentType,
          contentDisposition: `attachment; filename="${filename}"`
        },
        wrongKey ? wrong : credential
      )
      return `${origin}/${ACCOUNT}/${CONTAINER}/${name}?${query.toString()}`
    },
    stop: () => program.stop()
  }
}
