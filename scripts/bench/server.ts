import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { certificateFor } from '../../__tests__/support/certificate.js'
import { GitHubServer, type Run, type StorageOptions } from '../../__tests__/support/github-server/index.js'

/** Options of the benchmark's server, as JSON in its first argument. */
interface ServerOptions {
  /** Archives by artifact name. */
  zips: Record<string, string>
  storage: StorageOptions
  /** Delay of each response of the API, in ms. */
  apiLatency?: number
  /** Also serves HTTPS, which gh requires. */
  overTls?: boolean
}

/** Requests since the last question. */
export interface RequestCount {
  api: number
  /** To the run's own artifact service. */
  service: number
  storage: number
  /** The most requests in flight at once. */
  mostInFlight: number
}

export interface ServerProcess {
  /** Counts the requests since the last call. */
  requests(): Promise<RequestCount>
}

/** The first line that the server prints, as JSON. */
export interface ServerInfo {
  apiUrl: string
  token: string
  repository: string
  runId: number
  ids: Record<string, number>
  /** The variables that lead to the run's own artifact service. */
  runtime: Record<string, string>
  /** The same artifacts over HTTPS. */
  overTls?: TlsPlace
}

export interface TlsPlace {
  /** Name and port. */
  host: string
  token: string
  runId: number
  /** The certificate, as PEM. */
  ca: string
}

/** The limit of `readFileSync`, in bytes. */
const MAX_IN_MEMORY = 2 ** 31
/** Archives by file. */
const inMemory = new Map<string, Buffer>()

/** Runs a server in its own process, so that its cost does not count for the clients. */
export async function withServer<T>(
  options: ServerOptions,
  use: (place: ServerInfo, server: ServerProcess) => Promise<T>
): Promise<T> {
  const file = fileURLToPath(import.meta.url)
  const server = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const requests = async () => {
      server.stdin.write('requests\n')
      const [counted] = (await once(server.stdout, 'data')) as [Buffer]
      return JSON.parse(counted.toString()) as RequestCount
    }
    return await use(JSON.parse(line.toString()) as ServerInfo, { requests })
  } finally {
    server.kill()
    await once(server, 'exit')
  }
}

async function serve(options: ServerOptions): Promise<void> {
  // All runs of all tools share the servers.
  const rateLimit = { limit: Number.MAX_SAFE_INTEGER }
  const server = await GitHubServer.start({ strict: false, storage: options.storage, rateLimit })
  const { run, ids } = await fill(server, options)
  const servers = [server]
  let overTls: TlsPlace | undefined
  if (options.overTls === true) {
    const tls = await certificateFor('localhost')
    // gh sends its token to storage too, if it has the host of the API.
    const storage = { ...options.storage, sameOrigin: true }
    const gateway = { flavour: 'ghes-3.19', hostname: 'localhost', tls } as const
    const second = await GitHubServer.start({ strict: false, storage, rateLimit, ...gateway })
    servers.push(second)
    const { id } = (await fill(second, options)).run
    overTls = { host: new URL(second.apiUrl).host, token: second.token, runId: id, ca: String(tls.cert) }
  }
  const { apiUrl, token } = server
  const runtime = server.runtimeEnvironment(run)
  const repository = 'octo-org/app'
  const place: ServerInfo = {
    apiUrl,
    token,
    repository,
    runId: run.id,
    ids,
    runtime,
    ...(overTls && { overTls })
  }
  console.log(JSON.stringify(place))
  process.stdin.on('end', () => process.exit())
  process.stdin.on('data', () => {
    const requests = servers.flatMap(({ requests }) => requests)
    const of = (name: string) => requests.filter(request => request.server === name).length
    const mostInFlight = Math.max(0, ...requests.map(({ inFlight }) => inFlight))
    for (const server of servers) server.clearRequests()
    console.log(
      JSON.stringify({ api: of('api'), service: of('service'), storage: of('storage'), mostInFlight })
    )
  })
}

/** Adds a run with the artifacts, and the latency of the API. */
async function fill(
  server: GitHubServer,
  { zips, apiLatency }: ServerOptions
): Promise<{ run: Run; ids: Record<string, number> }> {
  const repository = server.addRepository('octo-org/app')
  const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
  const ids: Record<string, number> = {}
  for (const [name, file] of Object.entries(zips)) {
    // Serve from memory if one buffer can hold the archive, so that the server disturbs the clients less.
    const isSmall = statSync(file).size < MAX_IN_MEMORY
    if (isSmall && !inMemory.has(file)) inMemory.set(file, readFileSync(file))
    const zip = inMemory.get(file)
    const bytes = zip === undefined ? { zipFile: file } : { zip }
    ids[name] = (await run.addArtifact(name, bytes)).id
  }
  for (const name of apiLatency === undefined ? [] : (['api', 'service'] as const)) {
    server.fault({
      match: { server: name },
      times: Number.POSITIVE_INFINITY,
      action: { delay: apiLatency as number }
    })
  }
  return { run, ids }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await serve(JSON.parse(process.argv[2] ?? '') as ServerOptions)
}
