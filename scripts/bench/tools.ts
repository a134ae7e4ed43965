import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ghEnvironment } from '../../__tests__/support/clients/gh.js'
import type { ServerInfo, TlsPlace } from './server.js'

/** A tool that downloads the files of an artifact, as a command. */
export interface Tool {
  name: string
  /** Title in the table, as Markdown. */
  title: string
  command: string[]
  env: Record<string, string>
  /** Whether it is a single Node process, whose memory can be measured. */
  isNode: boolean
  /** Expected exit code. Default: 0. */
  code?: number
  /** Whether one run is enough. */
  isSlow?: boolean
}

interface Job {
  /** Path of Node. */
  node: string
  place: ServerInfo
  artifact: string
  tree: string
  /** Absolute path that does not exist yet. */
  out: string
  /** Folder with the installed tools. */
  tools: string
}

const TOOLKIT = `import { DefaultArtifactClient } from '@actions/artifact'
const { TOKEN, RUN_ID, ID, OUT } = process.env
await new DefaultArtifactClient().downloadArtifact(Number(ID), {
  path: OUT,
  findBy: { token: TOKEN, workflowRunId: Number(RUN_ID), repositoryOwner: 'octo-org', repositoryName: 'app' }
})
process.exit()
`

// The method of actions/download-artifact: all downloads at once.
const TOOLKIT_ALL = `import { DefaultArtifactClient } from '@actions/artifact'
const { TOKEN, RUN_ID, OUT } = process.env
const findBy = { token: TOKEN, workflowRunId: Number(RUN_ID), repositoryOwner: 'octo-org', repositoryName: 'app' }
const options = process.env.ACTIONS_RESULTS_URL ? {} : { findBy }
const client = new DefaultArtifactClient()
const { artifacts } = await client.listArtifacts(options)
await Promise.all(artifacts.map(({ id, name }) => client.downloadArtifact(id, { path: OUT + '/' + name, ...options })))
process.exit()
`

// The method of dawidd6/action-download-artifact for several artifacts: one after the other, in memory.
const IN_MEMORY_ALL = `import { mkdirSync } from 'node:fs'
import AdmZip from 'adm-zip'
const { TOKEN, API, RUN_ID, OUT } = process.env
const headers = { authorization: 'Bearer ' + TOKEN }
const base = API + '/repos/octo-org/app/actions/'
for (let page = 1, more = true; more; page++) {
  const response = await fetch(base + 'runs/' + RUN_ID + '/artifacts?per_page=100&page=' + page, { headers })
  const { artifacts } = await response.json()
  more = artifacts.length === 100
  for (const { id, name } of artifacts) {
    const answer = await fetch(base + 'artifacts/' + id + '/zip', { redirect: 'manual', headers })
    const zip = await fetch(answer.headers.get('location'))
    mkdirSync(OUT + '/' + name, { recursive: true })
    new AdmZip(Buffer.from(await zip.arrayBuffer())).extractAllTo(OUT + '/' + name, true)
  }
}
`

// The method of dawidd6/action-download-artifact: the whole archive in memory.
const IN_MEMORY = `import { mkdirSync } from 'node:fs'
import AdmZip from 'adm-zip'
const { TOKEN, API, ID, OUT } = process.env
const answer = await fetch(API + '/repos/octo-org/app/actions/artifacts/' + ID + '/zip', {
  redirect: 'manual', headers: { authorization: 'Bearer ' + TOKEN } })
const zip = await fetch(answer.headers.get('location'))
mkdirSync(OUT, { recursive: true })
new AdmZip(Buffer.from(await zip.arrayBuffer())).extractAllTo(OUT, true)
`

const TOOL_CACHE = `import * as tools from '@actions/tool-cache'
const { TOKEN, API, ID, OUT } = process.env
const answer = await fetch(API + '/repos/octo-org/app/actions/artifacts/' + ID + '/zip', {
  redirect: 'manual', headers: { authorization: 'Bearer ' + TOKEN } })
await tools.extractZip(await tools.downloadTool(answer.headers.get('location')), OUT)
`

/** Writes the scripts of the tools beside their packages. */
export function writeToolScripts(tools: string): void {
  mkdirSync(tools, { recursive: true })
  for (const [file, code] of Object.entries({
    'toolkit.mjs': TOOLKIT,
    'toolkit-all.mjs': TOOLKIT_ALL,
    'in-memory-all.mjs': IN_MEMORY_ALL,
    'in-memory.mjs': IN_MEMORY,
    'tool-cache.mjs': TOOL_CACHE
  })) {
    writeFileSync(path.join(tools, file), code)
  }
}

/** Writes an artifact to the standard output. */
export function curlCommand({ apiUrl, token, ids }: ServerInfo, artifact: string): string {
  const zipUrl = `${apiUrl}/repos/octo-org/app/actions/artifacts/${ids[artifact]}/zip`
  // curl follows the redirect without the token.
  return `curl -sSfL -H 'Authorization: Bearer ${token}' '${zipUrl}'`
}

/** All tools, this action first. */
export function toolsFor({ node, place, artifact, tree, out, tools }: Job): Tool[] {
  const id = String(place.ids[artifact])
  const env = {
    GITHUB_API_URL: place.apiUrl,
    API: place.apiUrl,
    TOKEN: place.token,
    RUN_ID: String(place.runId),
    ID: id,
    OUT: out,
    RUNNER_TEMP: path.dirname(out)
  }
  const curl = curlCommand(place, artifact)
  const script = (name: string) => [node, path.join(tools, name)]
  const shell = (line: string) => ['bash', '-c', `set -e; mkdir -p '${out}'; ${line}`]
  return [
    {
      name: 'ours',
      title: '**this action**',
      command: [node, path.resolve('dist/index.js')],
      env: {
        ...env,
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: place.repository,
        GITHUB_RUN_ID: String(place.runId),
        'INPUT_GITHUB-TOKEN': place.token,
        'INPUT_ARTIFACT-IDS': id,
        INPUT_PATH: out
      },
      isNode: true
    },
    { name: 'toolkit', title: '@actions/artifact', command: script('toolkit.mjs'), env, isNode: true },
    { name: 'in-memory', title: 'adm-zip in memory', command: script('in-memory.mjs'), env, isNode: true },
    {
      name: 'tool-cache',
      title: '@actions/tool-cache',
      command: script('tool-cache.mjs'),
      env,
      isNode: false
    },
    {
      name: 'curl-unzip',
      title: 'curl, then unzip',
      command: shell(`${curl} -o '${out}.zip'; unzip -q '${out}.zip' -d '${out}'; rm '${out}.zip'`),
      env,
      isNode: false
    },
    {
      name: 'curl-bsdtar',
      title: 'curl \\| bsdtar',
      command: shell(`set -o pipefail; ${curl} | bsdtar -xf - -C '${out}'`),
      env,
      isNode: false
    },
    {
      name: 'curl-bsdtar-sha256',
      title: 'curl \\| bsdtar, with openssl sha256',
      command: shell(
        `set -o pipefail; mkfifo '${out}.fifo'; openssl sha256 < '${out}.fifo' > /dev/null & ` +
          `${curl} | tee '${out}.fifo' | bsdtar -xf - -C '${out}'; wait; rm '${out}.fifo'`
      ),
      env,
      isNode: false
    },
    {
      name: 'cp',
      title: 'cp -r of the files',
      command: shell(`cp -r '${tree}' '${out}'`),
      env,
      isNode: false
    },
    { name: 'curl', title: 'curl to /dev/null', command: shell(`${curl} -o /dev/null`), env, isNode: false }
  ]
}

/** The tools that download all artifacts of a run, this action first. */
export function severalToolsFor({ node, place, out, tools }: Omit<Job, 'artifact' | 'tree'>): Tool[] {
  const env = {
    GITHUB_API_URL: place.apiUrl,
    API: place.apiUrl,
    TOKEN: place.token,
    RUN_ID: String(place.runId),
    OUT: out,
    RUNNER_TEMP: path.dirname(out)
  }
  const script = (name: string) => [node, path.join(tools, name)]
  const ours = {
    command: [node, path.resolve('dist/index.js')],
    env: {
      ...env,
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: place.repository,
      GITHUB_RUN_ID: String(place.runId),
      'INPUT_GITHUB-TOKEN': place.token,
      INPUT_PATH: out
    },
    isNode: true
  }
  const toolkit = { command: script('toolkit-all.mjs'), env, isNode: true }
  const overService = { ...place.runtime, GITHUB_SERVER_URL: '' }
  const gh = place.overTls === undefined ? [] : [ghTool(place.overTls, { out, tools })]
  return [
    { ...ours, name: 'ours', title: '**this action**' },
    {
      ...ours,
      name: 'ours-service',
      title: '**this action**, artifact service',
      env: { ...ours.env, ...place.runtime, GITHUB_SERVER_URL: new URL(place.apiUrl).origin }
    },
    { ...toolkit, name: 'toolkit', title: '@actions/artifact, all at once' },
    {
      ...toolkit,
      name: 'toolkit-service',
      title: '@actions/artifact, all at once, artifact service',
      env: { ...env, ...overService }
    },
    {
      name: 'in-memory',
      title: 'adm-zip in memory, one by one',
      command: script('in-memory-all.mjs'),
      env,
      isNode: true,
      isSlow: true
    },
    ...gh
  ]
}

function ghTool({ host, token, runId, ca: pem }: TlsPlace, { out, tools }: Pick<Job, 'out' | 'tools'>): Tool {
  const ca = path.join(tools, 'gh-ca.pem')
  writeFileSync(ca, pem)
  return {
    name: 'gh',
    title: 'gh run download, over HTTPS',
    command: ['gh', 'run', 'download', String(runId), '-R', `${host}/octo-org/app`, '-D', out],
    env: ghEnvironment({ host, token, ca, folder: path.dirname(out) }),
    isNode: false,
    isSlow: true
  }
}
