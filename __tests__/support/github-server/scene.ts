import type { Artifact } from './model/artifact.js'
import type { Repository } from './model/repository.js'
import type { Run } from './model/run.js'
import { PlainClient } from './plain-client.js'
import { GitHubServer, type GitHubServerOptions } from './server.js'

/** A server with one repository, in it one finished run with one artifact. */
export interface Scene {
  server: GitHubServer
  client: PlainClient
  repository: Repository
  run: Run
  /** `tool`: one executable file of 5,000 bytes, stored, so that the archive is larger than that. */
  artifact: Artifact
}

export async function startScene(options?: GitHubServerOptions): Promise<Scene> {
  const server = await GitHubServer.start(options)
  const client = new PlainClient(server, 'octo-org/app')
  const repository = server.addRepository('octo-org/app')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml', { name: 'CI' })
  const run = repository.addRun({ workflow })
  const files = { 'bin/tool': { data: 'x'.repeat(5000), mode: 0o755 } }
  const artifact = await run.addArtifact('tool', { files, level: 0 })
  return { server, client, repository, run, artifact }
}
