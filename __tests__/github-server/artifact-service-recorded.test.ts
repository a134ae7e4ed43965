import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { ServiceClient } from '../support/github-server/artifact-service/plain-client.js'
import type { Method } from '../support/github-server/artifact-service/protocol.js'
import { GitHubServer, type Run, type ServiceDialect } from '../support/github-server/index.js'

/** A recorded answer, as ../support/recorded/artifact-service.json describes it. */
interface Row {
  server: ServiceDialect
  method: Method
  /** Set over the ids of the job. */
  fields?: object
  token?: string
  /** A GET with these headers of the URL that was signed. */
  get?: Record<string, string>
  status: number
  /** null: the header is missing. */
  headers?: Record<string, string | null>
  text?: string
  json?: unknown
}

const file = new URL('../support/recorded/artifact-service.json', import.meta.url)
const { answers, artifacts } = JSON.parse(readFileSync(file, 'utf8')) as {
  answers: Row[]
  artifacts: Record<string, string[]>
}

interface ActList {
  artifacts: { databaseId: string; size: string }[]
}

/** A server with the artifacts that the real one had. */
async function start(dialect: ServiceDialect): Promise<{ server: GitHubServer; run: Run }> {
  const server = await GitHubServer.start({ artifactService: dialect })
  const repository = server.addRepository('octo-org/app')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml')
  const run = repository.addRun({ workflow, status: 'in_progress' })
  for (const name of artifacts[dialect] ?? []) {
    const isFile = name.endsWith('.txt')
    await run.addArtifact(
      name,
      isFile ? { raw: Buffer.from('text'), contentType: 'text/plain' } : { files: { 'a.txt': 'text' } }
    )
  }
  return { server, run }
}

/** Where two answers of one kind differ from call to call, their kind: an id, a date, a signed URL's secrets. */
function kindOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(([key, item]) => [key, kindOf(item)])
    return Array.isArray(value) ? items.map(([, item]) => item) : Object.fromEntries(items)
  }
  if (typeof value !== 'string') return value
  if (value.startsWith('http://')) return urlKind(new URL(value))
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return 'a date'
  if (/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value)) return 'an HTTP date'
  return value.replace(/^\d+$/, 'digits').replace(/\/\d+$/, '/length')
}

const VARYING = /^(sig|expires|taskID|artifactID|X-Amz-(Credential|Date|Signature))$/

function urlKind({ pathname, searchParams }: URL): unknown {
  const query = [...searchParams].map(([name, value]) => [name, VARYING.test(name) ? 'varies' : value])
  return { path: pathname.replace(/\d+/g, '0'), query: Object.fromEntries(query) as object }
}

test.each(answers.map((row): [string, Row] => [titleOf(row), row]))('%s', async (_title, row) => {
  const { server, run } = await start(row.server)
  try {
    const client = new ServiceClient(server, run)
    const authorization = `Bearer ${row.token ?? client.token}`
    const called = await client.call(row.method, row.fields, { authorization })
    const answer = row.get === undefined ? called : await fetch(await signedUrl(called), { headers: row.get })
    const seen = {
      status: answer.status,
      headers: Object.fromEntries(
        Object.keys(row.headers ?? {}).map(name => [name, answer.headers.get(name)])
      ) as object,
      text: await answer.text()
    }
    const { status, headers = {}, json } = row
    const body = json === undefined ? (row.text ?? seen.text) : kindOf(json)
    const seenBody = json === undefined ? seen.text : kindOf(JSON.parse(seen.text))
    expect({ status: seen.status, headers: kindOf(seen.headers), body: seenBody }).toEqual({
      status,
      headers: kindOf(headers),
      body
    })
  } finally {
    await server.close()
  }
})

function titleOf({ server, method, fields, token, get }: Row): string {
  const what = [
    fields && JSON.stringify(fields),
    token && `a ${token} token`,
    get && `GET ${JSON.stringify(get)}`
  ]
  return [server, method, ...what].filter(Boolean).join(', ')
}

async function signedUrl(answer: Response): Promise<string> {
  return ((await answer.json()) as { signedUrl: string }).signedUrl
}

test('act has the very ids and sizes that were recorded', async () => {
  const { server, run } = await start('act')
  const listed = await new ServiceClient(server, run).json<ActList>('ListArtifacts')
  await server.close()
  const claimed = ({ artifacts }: ActList) => artifacts.map(({ databaseId, size }) => ({ databaseId, size }))
  expect(claimed(listed)).toEqual(claimed(answers[0]?.json as ActList))
})

test("Gitea's list is in another order for each call", async () => {
  const { server, run } = await start('gitea')
  const client = new ServiceClient(server, run)
  const first = await client.json('ListArtifacts')
  const second = await client.json('ListArtifacts')
  await server.close()
  expect(isDeepStrictEqual(first, second)).toBe(false)
})
