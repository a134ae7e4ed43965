import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { type ZipFiles, zipFiles } from '../../__tests__/support/artifact-zip.js'
import type {
  GitHubServer,
  PullRequest,
  Repository,
  Run
} from '../../__tests__/support/github-server/index.js'

const DAY = 86_400_000

/** The repositories of the embedded server. */
export interface SampleData {
  /** The repository of the demo's runs. */
  repository: Repository
  /** Private repositories that the token of the jobs cannot read. */
  others: Repository[]
  pullRequest: PullRequest
}

/** Fields of a new run. Default: a push to `main`. */
export interface RunFields {
  /** Default: `.github/workflows/ci.yml`. */
  path?: string
  event?: string
  head_branch?: string
  head_sha?: string
}

interface PastRun {
  workflow: string
  days: number
  /** Default: `main`. For a tag push, the tag. */
  head_branch?: string
  head_sha?: string
  /** Default: `push`. */
  event?: string
  /** Default: `success`. */
  conclusion?: string
  isOfFork?: boolean
  /** Whether the artifacts have digests. Default: true. */
  hasDigests?: boolean
  artifacts: Record<string, ZipFiles | 'expired'>
}

/** Adds typical repositories: old, new and failed runs, a fork, branches, tags, expired artifacts. */
export async function addSampleRepositories(server: GitHubServer): Promise<SampleData> {
  const repository = server.addRepository('octo-org/app')
  const fork = server.addRepository('mallory/app')
  for (const [file, name] of Object.entries({
    ci: 'CI',
    build: 'Build',
    docs: 'Docs',
    nightly: 'Nightly',
    release: 'Release',
    size: 'Size'
  })) {
    repository.addWorkflow(`.github/workflows/${file}.yml`, { name })
  }
  const [measured, forked] = repository.addCommits(3, 'main')
  repository.addBranch('release/1.0')
  for (const branch of ['feature/search', 'feature/login']) {
    repository.addBranch(branch, forked?.sha)
    repository.addCommit({ branch })
  }
  repository.addTag('v1.0')
  const merged = repository.addPullRequest({ number: 41, headBranch: 'feature/search' })
  const pullRequest = repository.addPullRequest({ number: 42, headBranch: 'feature/login' })
  repository.mergePullRequest(merged)
  repository.branches.delete(merged.headBranch)
  const shas = { measured: measured?.sha ?? '', merged: merged.headSha, open: pullRequest.headSha }
  for (const run of pastRuns(shas)) await addPast(repository, run, fork)

  const tools = server.addRepository('octo-org/tools', { private: true })
  tools.addBranch('main')
  tools.addTag('v3.1')
  tools.addWorkflow('.github/workflows/release.yml', { name: 'Release' })
  const files = { 'bin/tool': script('tool') }
  await addPast(tools, { workflow: 'release', days: 6, head_branch: 'v3.1', artifacts: { tools: files } })
  const api = server.addRepository('octo-org/api', { private: true })
  api.addBranch('main')
  api.addWorkflow('.github/workflows/build.yml', { name: 'Build' })
  const binary = { 'bin/server': script('server') }
  await addPast(api, { workflow: 'build', days: 3, artifacts: { server: binary } })
  return { repository, others: [tools, api], pullRequest }
}

/**
 * Adds a run in progress that has already uploaded artifacts.
 *
 * @param takesRawFiles whether the server takes uploads that are no archives
 */
export async function runInProgress(
  repository: Repository,
  runFields: RunFields = {},
  takesRawFiles = true
): Promise<Run> {
  const { path = '.github/workflows/ci.yml', ...fields } = runFields
  const known = repository.workflows.items.find(workflow => workflow.path === path)
  const workflow = known ?? repository.addWorkflow(path)
  const run = repository.addRun({ workflow, status: 'in_progress', conclusion: null, ...fields })
  await run.addArtifact('dist', { files: app(run.head_branch ?? '') })
  await run.addArtifact('package', { files: { 'app.tgz': 'a package\n' } })
  for (const shard of ['1', '2']) {
    await run.addArtifact(`coverage-${shard}`, { files: { [`lcov-${shard}.info`]: `TN:shard ${shard}\n` } })
  }
  await run.addArtifact('tmp-objects', { files: { 'main.o': Buffer.alloc(20_000, 'object') } })
  const page = Buffer.from('<p>97 %</p>\n')
  const coverage = takesRawFiles ? { raw: page, contentType: 'text/html' } : { files: { 'index.html': page } }
  await run.addArtifact('coverage.html', coverage)
  await run.addArtifact('app', { files: { 'app.tar.gz': await appArchive() } })
  await run.addArtifact('test-data', { zip: await testData() })
  return run
}

/** Oldest first. */
function pastRuns(shas: { measured: string; merged: string; open: string }): PastRun[] {
  const feature = { head_branch: 'feature/login' }
  const ofPullRequest = { ...feature, event: 'pull_request', head_sha: shas.open }
  return [
    { workflow: 'ci', days: 120, artifacts: { dist: 'expired' } },
    { workflow: 'ci', days: 40, hasDigests: false, artifacts: { dist: app('main') } },
    {
      workflow: 'ci',
      days: 25,
      head_branch: 'feature/gone',
      artifacts: { 'preview-feature-gone': page('gone') }
    },
    { workflow: 'release', days: 21, head_branch: 'v1.0', artifacts: { dist: app('v1.0') } },
    { workflow: 'build', days: 20, head_branch: 'v1.0', artifacts: { dist: app('v1.0') } },
    { workflow: 'size', days: 14, head_sha: shas.measured, artifacts: { sizes: { 'sizes.json': '{}\n' } } },
    {
      workflow: 'ci',
      days: 13,
      head_branch: 'feature/search',
      head_sha: shas.merged,
      event: 'pull_request',
      artifacts: { dist: app('feature/search') }
    },
    { workflow: 'ci', days: 12, artifacts: { dist: app('main'), 'preview-main': page('main') } },
    {
      ...feature,
      workflow: 'ci',
      days: 9,
      artifacts: { dist: app('feature/login'), 'preview-feature-login': page('feature/login') }
    },
    {
      workflow: 'build',
      days: 5,
      head_branch: 'release/1.0',
      artifacts: { dist: app('release/1.0'), 'report-release': { 'report.txt': '12 passed\n' } }
    },
    {
      workflow: 'nightly',
      days: 3,
      event: 'schedule',
      conclusion: 'failure',
      artifacts: { 'report-nightly': { 'report.txt': '11 passed, 1 failed\n' } }
    },
    { workflow: 'ci', days: 2.5, artifacts: { dist: app('main'), 'preview-main': page('main') } },
    {
      workflow: 'build',
      days: 2.2,
      artifacts: { dist: { ...app('main, by build.yml'), 'docs/manual.pdf': 'a manual\n' } }
    },
    {
      workflow: 'build',
      days: 1.8,
      conclusion: 'failure',
      artifacts: { dist: { 'build.log': 'no space\n' } }
    },
    {
      workflow: 'docs',
      days: 1.5,
      artifacts: { site: { ...page('Docs'), 'css/site.css': 'h1 { color: teal }\n' } }
    },
    {
      ...ofPullRequest,
      workflow: 'docs',
      days: 1,
      artifacts: { docs: { 'guide.md': '# Login\n' }, site: page('Docs of a pull request') }
    },
    {
      workflow: 'ci',
      days: 0.5,
      event: 'pull_request',
      isOfFork: true,
      artifacts: { dist: { 'bin/app': script('pwned') }, coverage: { 'lcov.info': 'TN:\n' } }
    }
  ]
}

async function addPast(repository: Repository, run: PastRun, fork?: Repository): Promise<void> {
  const { workflow: file, days, isOfFork = false, hasDigests = true, artifacts, ...fields } = run
  const workflow = repository.workflows.items.find(({ path }) => path.endsWith(`/${file}.yml`))
  if (workflow === undefined) throw new Error(`no workflow ${file}`)
  const created_at = ago(days)
  const added = repository.addRun({
    workflow,
    created_at,
    ...fields,
    ...(isOfFork && fork !== undefined && { head_repository: fork })
  })
  for (const [name, files] of Object.entries(artifacts)) {
    if (files === 'expired')
      await added.addArtifact(name, { blob: null, expired: true, created_at, expires_at: ago(30) })
    else await added.addArtifact(name, { files, created_at, ...(!hasDigests && { digest: null }) })
  }
}

function ago(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString()
}

function app(of: string): ZipFiles {
  return {
    'bin/app': script(`app of ${of}`),
    'lib/app.js': `export const of = '${of}'\n`.repeat(200),
    'docs/guide.md': '# Guide\n',
    'docs/guide.js.map': '{}\n',
    'README.md': '# app\n'
  }
}

function script(text: string): { data: string; mode: number } {
  return { data: `#!/bin/sh\necho "${text}"\n`, mode: 0o755 }
}

function page(title: string): ZipFiles {
  return { 'index.html': `<h1>${title}</h1>\n` }
}

/** A tar archive with an executable file and a symbolic link. */
async function appArchive(): Promise<Buffer> {
  const tar = pack()
  tar.entry({ name: 'MyApp.app/Contents/MacOS/MyApp', mode: 0o755 }, script('app').data)
  tar.entry({ name: 'node_modules/sign/cli.js', mode: 0o755 }, script('sign').data)
  tar.entry({ name: 'node_modules/.bin/sign', type: 'symlink', linkname: '../sign/cli.js' })
  tar.finalize()
  return gzipSync(await buffer(tar))
}

let archive: Promise<Buffer> | undefined

/** An archive of 40 MB, half of it random bytes. All runs share it. */
function testData(): Promise<Buffer> {
  const sample = () => Buffer.concat([randomBytes(1_000_000), Buffer.alloc(1_000_000, 'sample ')])
  archive ??= zipFiles(
    Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`batch-${index % 4}/sample-${index}.bin`, sample()])
    )
  )
  return archive
}
