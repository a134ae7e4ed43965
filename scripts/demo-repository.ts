import { randomBytes } from 'node:crypto'
import type { GitHubServer, Repository, Run } from '../__tests__/support/github-server/index.js'

const DAY = 86_400_000

/** A repository as one meets it: workflows, branches, runs old and new, a fork, an expired artifact, a raw file. */
export async function plausibleRepository(
  server: GitHubServer
): Promise<{ repository: Repository; current: Run }> {
  const repository = server.addRepository('octo-org/app')
  const fork = server.addRepository('mallory/app')
  const ci = repository.addWorkflow('.github/workflows/ci.yml', { name: 'CI' })
  const docs = repository.addWorkflow('.github/workflows/docs.yml', { name: 'Docs' })
  for (const branch of ['main', 'release/2.x', 'feature/login']) repository.addBranch(branch)
  repository.addTag('v2.0.0')
  const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString()

  const old = repository.addRun({ workflow: ci, created_at: ago(120) })
  await old.addArtifact('dist', { blob: null, expired: true, created_at: ago(120), expires_at: ago(30) })
  for (const [branch, days] of [
    ['main', 12],
    ['feature/login', 9],
    ['main', 2]
  ] as const) {
    const run = repository.addRun({ workflow: ci, head_branch: branch, created_at: ago(days) })
    await run.addArtifact('dist', { files: appFiles(branch), created_at: ago(days) })
    await run.addArtifact(`preview-${branch.replace('/', '-')}`, {
      files: { 'index.html': `<h1>${branch}</h1>\n` },
      created_at: ago(days)
    })
  }
  const site = repository.addRun({ workflow: docs, created_at: ago(1) })
  await site.addArtifact('site', {
    files: { 'index.html': '<h1>Docs</h1>\n', 'css/site.css': 'h1 { color: teal }\n' }
  })
  const stranger = repository.addRun({
    workflow: ci,
    head_branch: 'main',
    event: 'pull_request',
    head_repository: fork,
    created_at: ago(0.5)
  })
  await stranger.addArtifact('dist', {
    files: { 'bin/app': { data: '#!/bin/sh\necho pwned\n', mode: 0o755 } }
  })

  const current = repository.addRun({ workflow: ci, status: 'in_progress', conclusion: null })
  await current.addArtifact('dist', { files: appFiles('main') })
  await current.addArtifact('coverage.html', { raw: Buffer.from('<p>97 %</p>\n'), contentType: 'text/html' })
  await current.addArtifact('test-data', { files: testData() })
  return { repository, current }
}

function appFiles(branch: string) {
  return {
    'bin/app': { data: `#!/bin/sh\necho "app of ${branch}"\n`, mode: 0o755 },
    'lib/app.js': `export const branch = '${branch}'\n`.repeat(200),
    'README.md': '# app\n'
  }
}

/** Some tens of MB, half of it not compressible. */
function testData() {
  const files: Record<string, Buffer> = {}
  for (let index = 0; index < 20; index++) {
    const noise = randomBytes(1_000_000)
    files[`batch-${index % 4}/sample-${index}.bin`] = Buffer.concat([
      noise,
      Buffer.alloc(1_000_000, 'sample ')
    ])
  }
  return files
}
