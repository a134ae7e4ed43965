import { readFileSync, statSync } from 'node:fs'
import { GitHubServer } from '../../__tests__/support/github-server/index.js'

/** What the benchmark's server is told, as JSON in its first argument. */
export interface ServerOrder {
  /** Archives by artifact name. */
  zips: Record<string, string>
  /** A connection to storage, in bytes a second. */
  bytesPerSecond?: number
  /** Of storage, in ms. */
  latency?: number
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

// A process of its own: what it costs is not the clients'.
const { zips, bytesPerSecond, latency } = JSON.parse(process.argv[2] ?? '') as ServerOrder
const server = await GitHubServer.start({
  strict: false,
  storage: {
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
    ...(latency !== undefined && { latency })
  }
})
const repository = server.addRepository('octo-org/app')
const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
const ids: Record<string, number> = {}
for (const [name, file] of Object.entries(zips)) {
  // From memory, where one buffer holds it: what the server costs is to disturb the clients as little as can be.
  const bytes = statSync(file).size < MAX_IN_MEMORY ? { zip: readFileSync(file) } : { zipFile: file }
  ids[name] = (await run.addArtifact(name, bytes)).id
}
const place: ServerPlace = {
  apiUrl: server.apiUrl,
  token: server.token,
  repository: 'octo-org/app',
  runId: run.id,
  ids
}
console.log(JSON.stringify(place))
process.stdin.resume().on('end', () => process.exit())
