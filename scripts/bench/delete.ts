import { readFileSync } from 'node:fs'
import path from 'node:path'
import { GitHubServer } from '../../__tests__/support/github-server/index.js'
import { runStep, startJob } from '../../__tests__/support/runner.js'
import { HOOK } from './measure.js'

/** A clean-up of all `count` artifacts of a repository, by dist, on a server that sends no limit headers, as a sentence. */
export async function measureDelete(count: number): Promise<string> {
  const server = await GitHubServer.start({ rateLimit: 'off', strict: false })
  const repository = server.addRepository('octo-org/app')
  repository.addArtifacts(count, index => ({ name: `artifact-${index}`, size_in_bytes: 1000 }))
  const job = startJob({ apiUrl: server.apiUrl, token: server.token, repository: 'octo-org/app', runId: 1 })
  const memory = path.join(job.folder, 'memory')
  try {
    const start = performance.now()
    const { code, outputs, stdout } = await runStep(job, {
      inputs: { operation: 'delete', scope: 'repository', pattern: '*' },
      env: { NODE_OPTIONS: `--import ${HOOK}`, PEAK_MEMORY: memory }
    })
    const seconds = (performance.now() - start) / 1000
    if (code !== 0) throw new Error(`the step failed:\n${stdout.slice(-2000)}`)
    const deleted = Number(outputs['deleted-count'])
    const megabytes = Math.round(Number(readFileSync(memory, 'utf8')) / 1000)
    return `${deleted} artifacts deleted in ${seconds.toFixed(1)} s (${Math.round(deleted / seconds)} a second, where the server sets no limits), ${outputs['api-requests']} API requests, ${megabytes} MB.`
  } finally {
    await server.close()
    job.remove()
  }
}
