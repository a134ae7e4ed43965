import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { GitHubServer, type StorageOptions } from '../../__tests__/support/github-server/index.js'

/** What the benchmark's server is told, as JSON in its first argument. */
interface ServerOrder {
  /** Archives by artifact name. */
  zips: Record<string, string>
  storage: StorageOptions
}

/** What it says, as one line of JSON. */
export interface ServerPlace {
  apiUrl: string
  token: string
  repository: string
  runId: number
  ids: Record<string, number>
}

/** What `readFileSync` takes, in bytes. */
const MAX_IN_MEMORY = 2 ** 31

/** A server in a process of its own, what it costs being not the clients', for as long as it is used. */
export async function withServer<T>(order: ServerOrder, use: (place: ServerPlace) => Promise<T>): Promise<T> {
  const file = fileURLToPath(import.meta.url)
  const server = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    return await use(JSON.parse(line.toString()) as ServerPlace)
  } finally {
    server.kill()
    await once(server, 'exit')
  }
}

async function serve({ zips, storage }: ServerOrder): Promise<void> {
  const server = await GitHubServer.start({ strict: false, storage })
  const repository = server.addRepository('octo-org/app')
  const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
  const ids: Record<string, number> = {}
  for (const [name, file] of Object.entries(zips)) {
    // From memory, where one buffer holds it: what the server costs is to disturb the clients as little as can be.
    const bytes = statSync(file).size < MAX_IN_MEMORY ? { zip: readFileSync(file) } : { zipFile: file }
    ids[name] = (await run.addArtifact(name, bytes)).id
  }
  const { apiUrl, token } = server
  const place: ServerPlace = { apiUrl, token, repository: 'octo-org/app', runId: run.id, ids }
  console.log(JSON.stringify(place))
  process.stdin.resume().on('end', () => process.exit())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await serve(JSON.parse(process.argv[2] ?? '') as ServerOrder)
}
