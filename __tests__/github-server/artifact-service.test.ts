import { setTimeout as sleep } from 'node:timers/promises'
import { serviceFailures } from '../support/github-server/artifact-service/failures.js'
import { ServiceClient, type ServiceEntry } from '../support/github-server/artifact-service/plain-client.js'
import type {
  Artifact,
  GitHubServer,
  GitHubServerOptions,
  Repository,
  Run
} from '../support/github-server/index.js'
import { exchange, type PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

// What the recorded answers of other servers do not cover: GitHub's service, and the scene behind it.

let server: GitHubServer
let rest: PlainClient
let repository: Repository
let run: Run
let artifact: Artifact
let client: ServiceClient

async function start(options?: GitHubServerOptions): Promise<void> {
  ;({ server, client: rest, repository, run, artifact } = await startScene(options))
  client = new ServiceClient(server, run)
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

const namesOf = (entries: ServiceEntry[]) => entries.map(({ name }) => name)
const idsOf = ({ workflow_run_backend_id, workflow_job_run_backend_id }: ServiceEntry) => ({
  workflow_run_backend_id,
  workflow_job_run_backend_id
})

async function entryOf(name: string): Promise<ServiceEntry> {
  const entry = (await client.list({ name_filter: name })).at(-1)
  if (entry === undefined) throw new Error(`${name} is not listed`)
  return entry
}

async function sign(entry: ServiceEntry): Promise<string> {
  const { name } = entry
  return (await client.json<{ signed_url: string }>('GetSignedArtifactURL', { ...idsOf(entry), name }))
    .signed_url
}

async function errorOf(answer: Response): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code]
}

describe('the list', () => {
  test('has the artifacts of REST, with the ids of the job that uploaded them', async () => {
    const [entry] = await client.list()
    expect(entry).toEqual({
      workflow_run_backend_id: client.runId,
      workflow_job_run_backend_id: new ServiceClient(server, run, 'build').jobId,
      database_id: String(artifact.id),
      name: 'tool',
      size: String(artifact.size_in_bytes),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      digest: artifact.digest
    })
    expect(entry?.workflow_job_run_backend_id).not.toBe(client.jobId)
  })

  test('is filtered by name and by id, and ascends by id', async () => {
    const newer = await run.addArtifact('tool', { files: { a: 'a' } })
    const other = await run.addArtifact('a', { files: { a: 'a' } })
    expect((await client.list()).map(({ database_id }) => Number(database_id))).toEqual([
      artifact.id,
      newer.id,
      other.id
    ])
    expect(await client.list({ name_filter: 'tool' })).toHaveLength(2)
    expect(namesOf(await client.list({ id_filter: String(other.id) }))).toEqual(['a'])
    expect(await client.list({ name_filter: 'to' })).toEqual([])
  })

  test('is empty for a run without artifacts, and leaves out what has expired', async () => {
    artifact.expired = true
    expect(await client.json('ListArtifacts')).toEqual({ artifacts: [] })
    expect(await rest.names('/actions/artifacts')).toEqual(['tool'])
  })

  test('has no digest where there is none', async () => {
    artifact.digest = null
    expect(await client.list()).toEqual([expect.not.objectContaining({ digest: expect.anything() })])
  })

  test("is that of the token's run alone", async () => {
    const other = repository.addRun({ workflow: run.workflow })
    expect(await new ServiceClient(server, other).list()).toEqual([])
  })
})

describe('an artifact', () => {
  test('is signed for with the ids of its entry, and downloaded from the storage of REST', async () => {
    const url = await sign(await entryOf('tool'))
    expect(new URL(url).origin).toBe(server.storageOrigin)
    const { status, bytes } = await exchange(url, { headers: { range: 'bytes=0-3' } })
    expect([status, bytes.toString('latin1')]).toEqual([206, 'PK\u0003\u0004'])
    expect(server.signatures).toEqual([new URL(url).searchParams.get('sig')])
  })

  test.each(['GetSignedArtifactURL', 'DeleteArtifact'] as const)(
    '%s wants the ids of the entry',
    async method => {
      const answer = await client.call(method, { name: 'tool' })
      expect(await errorOf(answer)).toEqual([404, 'not_found'])
      expect(await client.list()).toHaveLength(1)
    }
  )

  test('goes by name: the newest is signed for and deleted', async () => {
    const newer = await run.addArtifact('tool', { files: { new: 'new' }, level: 0 })
    const { bytes } = await exchange(await sign(await entryOf('tool')))
    expect(bytes.length).toBe(newer.size_in_bytes)
    const ids = idsOf(await entryOf('tool'))
    expect(await client.json('DeleteArtifact', { ...ids, name: 'tool' })).toEqual({
      ok: true,
      artifact_id: String(newer.id)
    })
    expect((await client.list()).map(({ database_id }) => database_id)).toEqual([String(artifact.id)])
    expect((await rest.ask(`/actions/artifacts/${newer.id}`)).status).toBe(404)
  })

  test('that REST has deleted is gone', async () => {
    const entry = await entryOf('tool')
    await rest.ask(`/actions/artifacts/${artifact.id}`, { method: 'DELETE' })
    expect(await client.list()).toEqual([])
    const answer = await client.call('DeleteArtifact', { ...idsOf(entry), name: 'tool' })
    expect(await errorOf(answer)).toEqual([404, 'not_found'])
  })
})

describe('an attempt of the run', () => {
  beforeEach(async () => {
    await run.addArtifact('report', { files: { a: 'a' }, job: 'test' })
  })

  const listedByRest = () => rest.names(`/actions/runs/${run.id}/artifacts`)

  test('has another backend id than the one before, whose tokens end', async () => {
    run.rerun()
    expect(new ServiceClient(server, run).runId).not.toBe(client.runId)
    expect(await errorOf(await client.call('ListArtifacts'))).toEqual([401, 'unauthenticated'])
  })

  test('lists the earlier artifacts of the jobs that do not run again', async () => {
    const earlier = await entryOf('tool')
    run.rerun(['test'])
    client = new ServiceClient(server, run)
    expect(await client.list()).toEqual([earlier])
    expect((await exchange(await sign(earlier))).status).toBe(200)
    await run.addArtifact('report', { files: { a: 'b' }, job: 'test' })
    expect(namesOf(await client.list())).toEqual(['tool', 'report'])
    expect(await listedByRest()).toEqual(['report', 'report', 'tool'])
  })

  test('lists no earlier artifact if all jobs run again', async () => {
    run.rerun()
    client = new ServiceClient(server, run)
    expect(await client.list()).toEqual([])
    expect(await listedByRest()).toEqual(['report', 'tool'])
  })

  test('may leave out a single artifact', async () => {
    artifact.inService = false
    expect(namesOf(await client.list())).toEqual(['report'])
  })
})

describe('a bad request', () => {
  test.each([
    ['without a token', ''],
    ['with a wrong token', 'Bearer a.b.c']
  ])('%s gets 401', async (_what, authorization) => {
    const answer = await client.call('ListArtifacts', {}, { authorization })
    expect(await errorOf(answer)).toEqual([401, 'unauthenticated'])
  })

  test("with another run's id gets 404", async () => {
    const other = new ServiceClient(server, repository.addRun({ workflow: run.workflow }))
    const answer = await client.call('ListArtifacts', { workflow_run_backend_id: other.runId })
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { code: 'not_found', msg: 'workflow run not found' }
    ])
    expect(() => server.assertConforms()).toThrow("with the token's own ids")
  })

  test.each([
    ['a field of another type', { name_filter: { value: 'tool' } }, 400, 'malformed'],
    ['an unknown field', { page: 2 }, 200, undefined]
  ])('with %s breaks the protocol', async (_what, fields, status, code) => {
    expect(await errorOf(await client.call('ListArtifacts', fields))).toEqual([status, code])
    expect(() => server.assertConforms()).toThrow(/field (name_filter has another type|page)/)
  })

  test('for an unknown method gets 404', async () => {
    const answer = await client.call('Nothing' as 'ListArtifacts')
    expect(await errorOf(answer)).toEqual([404, 'bad_route'])
    expect(() => server.assertConforms()).toThrow('there is no such method')
  })
})

test('there is no service on GHES unless told', async () => {
  await server.close()
  ;({ server, run } = await startScene({ flavour: 'ghes-3.19' }))
  expect(server.runtimeEnvironment(run)).toEqual({})
  await server.close()
  ;({ server, run } = await startScene({ flavour: 'ghes-3.19', artifactService: 'github' }))
  expect(namesOf(await new ServiceClient(server, run).list())).toEqual(['tool'])
})

test.each([
  ['github', {}],
  ['gitea', { GITEA_ACTIONS: 'true' }],
  ['forgejo', { GITEA_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' }],
  ['act', { ACT: 'true' }]
] as const)('the environment of a job on %s tells where the service is', async (artifactService, marks) => {
  await server.close()
  ;({ server, run } = await startScene({ artifactService }))
  expect(server.runtimeEnvironment(run)).toEqual({
    ACTIONS_RESULTS_URL: `${new URL(server.apiUrl).origin}/_apis/results/`,
    ACTIONS_RUNTIME_TOKEN: expect.stringMatching(/^[\w-]+\.[\w-]+\.x$/),
    ...marks
  })
})

describe('an upload', () => {
  const body = Buffer.from('bytes of an upload')

  async function uploadUrl(name: string): Promise<string> {
    const { signed_upload_url } = await client.json<{ signed_upload_url: string }>('CreateArtifact', {
      name,
      version: 7
    })
    return signed_upload_url
  }

  const put = async (url: string, part: Buffer | string) =>
    (await fetch(url, { method: 'PUT', body: part })).status

  test('may be one PUT; it is listed once it is finalized', async () => {
    const url = await uploadUrl('new')
    expect(await put(url, body)).toBe(201)
    expect(namesOf(await client.list())).toEqual(['tool'])
    const size = String(body.length)
    const { artifact_id } = await client.json<{ artifact_id: string }>('FinalizeArtifact', {
      name: 'new',
      size
    })
    expect(await entryOf('new')).toMatchObject({ database_id: artifact_id, size })
    expect((await exchange(await sign(await entryOf('new')))).bytes).toEqual(body)
  })

  test('may be blocks in any order', async () => {
    const url = await uploadUrl('new')
    for (const part of ['b', 'a']) expect(await put(`${url}&comp=block&blockid=${part}`, part)).toBe(201)
    const list = '<BlockList><Latest>a</Latest><Latest>b</Latest></BlockList>'
    expect(await put(`${url}&comp=blocklist`, list)).toBe(201)
    await client.json('FinalizeArtifact', { name: 'new', size: '2' })
    expect((await exchange(await sign(await entryOf('new')))).bytes.toString()).toBe('ab')
  })

  test('is refused with a wrong URL, an unknown block, or under a name that the run has', async () => {
    const url = await uploadUrl('new')
    expect(await put(url.replace(/sig=[^&]+/, 'sig=x'), body)).toBe(403)
    expect(await put(`${url}&comp=blocklist`, '<BlockList><Latest>a</Latest></BlockList>')).toBe(400)
    expect(await put(`${url}&comp=lease`, '')).toBe(400)
    server.expireUrls()
    expect(await put(url, body)).toBe(403)
    expect(await errorOf(await client.call('FinalizeArtifact', { name: 'new', size: '0' }))).toEqual([
      404,
      'not_found'
    ])
    expect(await errorOf(await client.call('CreateArtifact', { name: 'tool', version: 7 }))).toEqual([
      409,
      'already_exists'
    ])
  })

  test('keeps its type and its expiry', async () => {
    const expires_at = '2099-01-02T03:04:05Z'
    const fields = { name: 'page.html', mime_type: 'text/html', expires_at, version: 7 }
    const { signed_upload_url } = await client.json<{ signed_upload_url: string }>('CreateArtifact', fields)
    await put(signed_upload_url, '<p>')
    const { artifact_id } = await client.json<{ artifact_id: string }>('FinalizeArtifact', {
      name: 'page.html',
      size: '3'
    })
    expect(await rest.json(`/actions/artifacts/${artifact_id}`)).toMatchObject({ expires_at })
    const { headers } = await exchange(await sign(await entryOf('page.html')))
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': expect.stringContaining('filename="page.html"')
    })
  })

  test.each(['gitea', 'forgejo', 'act'] as const)(
    'on %s under the same name replaces the content',
    async dialect => {
      await server.close()
      await start({ artifactService: dialect })
      type List = { artifacts: { databaseId: string }[] }
      const [before] = (await client.json<List>('ListArtifacts')).artifacts
      const { signedUploadUrl } = await client.json<{ signedUploadUrl: string }>('CreateArtifact', {
        name: 'tool',
        version: 4
      })
      expect(new URL(signedUploadUrl).origin).toBe(new URL(server.apiUrl).origin)
      await put(signedUploadUrl, body)
      await client.json('FinalizeArtifact', { name: 'tool', size: String(body.length) })
      const { artifacts } = await client.json<List>('ListArtifacts')
      expect(artifacts.map(({ databaseId }) => databaseId)).toEqual([before?.databaseId])
      const { signedUrl } = await client.json<{ signedUrl: string }>('GetSignedArtifactURL', { name: 'tool' })
      expect((await exchange(signedUrl)).bytes).toEqual(body)
      server.expireUrls()
      expect((await exchange(signedUrl)).status).toBe(401)
    }
  )
})

describe('the request log', () => {
  test('tells whom a request is for', async () => {
    await rest.ask('/actions/artifacts')
    await exchange(await sign(await entryOf('tool')))
    expect(server.requests.map(({ server, path }) => [server, path.split('/').at(-1)])).toEqual([
      ['api', 'artifacts'],
      ['service', 'ListArtifacts'],
      ['service', 'GetSignedArtifactURL'],
      ['storage', expect.stringMatching(/^[0-9a-f]{40}$/)]
    ])
    expect(server.requests[1]?.json).toMatchObject({ name_filter: 'tool' })
  })

  test('tells the requests that carried a token', async () => {
    await client.list()
    const url = await sign(await entryOf('tool'))
    await exchange(url)
    expect(server.requestsWith(client.token).map(request => request.server)).toEqual([
      'service',
      'service',
      'service'
    ])
    expect(server.requestsWith(server.token)).toEqual([])
    await exchange(url, { headers: { authorization: `Bearer ${client.token}` } })
    expect(server.requestsWith(client.token).at(-1)?.server).toBe('storage')
    expect(() => server.assertConforms()).toThrow('the runtime token went to storage')
  })

  test("notes a runtime token that goes to REST, and REST's token that goes to the service", async () => {
    await rest.ask('/actions/artifacts', { headers: { authorization: `Bearer ${client.token}` } })
    expect(() => server.assertConforms()).toThrow('the runtime token went to api')
    await client.call('ListArtifacts', {}, { authorization: `Bearer ${server.token}` })
    expect(() => server.assertConforms()).toThrow('the API token went to the artifact service')
  })

  test('tells every runtime token that was given out', () => {
    expect(server.runtimeTokens).toEqual([client.token])
    const again = server.runtimeToken(run)
    expect(server.runtimeTokens).toEqual([client.token, again])
    expect(again).not.toBe(client.token)
  })
})

describe('a fault in the service', () => {
  const failures = serviceFailures('http://example.localhost/')

  /** What a client sees of a call: an answer, a lost connection, or nothing for a while. */
  async function seen(asked: Promise<Response>): Promise<unknown> {
    const answered = asked.then(
      async answer => ({
        status: answer.status,
        location: answer.headers.get('location') ?? undefined,
        body: await answer.text()
      }),
      () => 'reset'
    )
    return Promise.race([answered, sleep(200, 'stall', { ref: false })])
  }

  test.each(Object.entries(failures))('may be %s', async (_what, { action }) => {
    const fault = server.fault({ match: { server: 'service' }, action })
    const { status, body = '', headers = {} } = typeof action === 'object' ? action : {}
    const answer = {
      status,
      location: headers.location,
      body: typeof body === 'object' ? JSON.stringify(body) : body
    }
    expect(await seen(client.call('ListArtifacts'))).toEqual(typeof action === 'object' ? answer : action)
    expect(fault.hits).toBe(1)
    expect(namesOf(await client.list())).toEqual(['tool'])
  })

  test('strikes neither REST nor storage', async () => {
    const url = await sign(await entryOf('tool'))
    server.fault({ match: { server: 'service' }, times: Number.POSITIVE_INFINITY, action: { status: 503 } })
    expect((await exchange(url)).status).toBe(200)
    expect(await rest.names('/actions/artifacts')).toEqual(['tool'])
    expect((await client.call('ListArtifacts')).status).toBe(503)
  })

  test('may be a 404 for the URL of one artifact', async () => {
    await run.addArtifact('other', { files: { a: 'a' } })
    const body = { code: 'not_found', msg: 'artifact not found' }
    server.fault({
      match: { path: '/GetSignedArtifactURL', artifact: 'tool' },
      times: Number.POSITIVE_INFINITY,
      action: { status: 404, body }
    })
    await expect(sign(await entryOf('tool'))).rejects.toThrow('404')
    expect((await exchange(await sign(await entryOf('other')))).status).toBe(200)
  })

  test('may lose the answer to a DeleteArtifact that was carried out', async () => {
    const entry = await entryOf('tool')
    server.fault({ match: { path: '/DeleteArtifact' }, action: 'lost-answer' })
    await expect(client.call('DeleteArtifact', { ...idsOf(entry), name: 'tool' })).rejects.toThrow(
      'fetch failed'
    )
    expect(await client.list()).toEqual([])
    expect(await rest.names('/actions/artifacts')).toEqual([])
  })

  test('may be a concurrent upload between the list and the URL', async () => {
    server.fault({
      match: { path: '/GetSignedArtifactURL' },
      action: {
        before: async () => {
          await run.addArtifact('tool', { files: { newer: 'newer' }, level: 0 })
        }
      }
    })
    const entry = await entryOf('tool')
    const { bytes } = await exchange(await sign(entry))
    expect(bytes.length).not.toBe(Number(entry.size))
  })
})
