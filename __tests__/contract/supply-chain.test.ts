import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { parse } from 'yaml'
import { projectFiles, readProjectFile } from '../support/project.js'

interface Step {
  name?: string
  uses?: string
  with?: object
  run?: string
}

interface Workflow {
  permissions?: unknown
  jobs: Record<string, { permissions?: Record<string, string>; steps?: Step[] }>
}

const workflows = projectFiles('.github/workflows/*.yml').map(file => ({
  file,
  workflow: parse(readProjectFile(file)) as Workflow
}))

test('actions of others are pinned by commit, and checkouts leave no token behind', () => {
  const wrong: string[] = []
  let count = 0
  for (const { file, workflow } of workflows) {
    for (const { steps = [] } of Object.values(workflow.jobs)) {
      for (const { uses, with: inputs = {} } of steps) {
        if (uses === undefined || uses.startsWith('./')) continue
        count++
        if (!/@[0-9a-f]{40}$/.test(uses)) wrong.push(`${file}: ${uses}`)
        const keeps = (inputs as Record<string, unknown>)['persist-credentials'] !== false
        if (uses.startsWith('actions/checkout@') && keeps) wrong.push(`${file}: ${uses} keeps the token`)
      }
    }
  }
  expect(count).toBeGreaterThan(5)
  expect(wrong).toEqual([])
})

test('a workflow may read the contents, and a job what it says itself', () => {
  const writes = [
    'ci.yml use: actions',
    'codeql.yml analyze: security-events',
    'release.yml release: contents',
    'release.yml release: id-token',
    'release.yml release: attestations'
  ]
  expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual(
    workflows.map(() => ({ contents: 'read' }))
  )
  const found = workflows.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions)
        .filter(([, access]) => access !== 'read')
        .map(([scope]) => `${file.split('/').at(-1)} ${name}: ${scope}`)
    )
  )
  expect(found.toSorted()).toEqual(writes.toSorted())
})

test('no script of a workflow is made of what an event says', () => {
  const scripts = workflows.flatMap(({ workflow }) =>
    Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run = '' }) => run))
  )
  expect(scripts.filter(script => script !== '').length).toBeGreaterThan(10)
  expect(scripts.filter(script => script.includes('${{'))).toEqual([])
})

const onPosix = process.platform === 'win32' ? describe.skip : describe

onPosix('the release of', () => {
  test.each([
    ['v1.10.0', ['tags/v1 ']],
    ['v1.9.1', []],
    ['v1.11.0-rc.1', []],
    ['v2.0.0', ['tags/v2 ']]
  ])('%s moves the tag of its major version, never back', (tag, moved) => {
    const release = workflows.find(({ file }) => file.endsWith('release.yml'))?.workflow.jobs.release
    const script = release?.steps?.find(({ name }) => name?.startsWith('Move the tag'))?.run ?? ''
    const folder = mkdtempSync(join(tmpdir(), 'release-'))
    try {
      const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })
      git('init', '-q')
      git('-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-q', '--allow-empty', '-m', 'x')
      for (const name of ['v1', 'v1.2.0', 'v1.9.1', 'v1.10.0', 'v1.11.0-rc.1', 'v2.0.0']) git('tag', name)
      writeFileSync(join(folder, 'gh'), '#!/bin/sh\necho "$* " >> calls\n', { mode: 0o755 })
      writeFileSync(join(folder, 'calls'), '')
      execFileSync('bash', ['-e', '-c', script], {
        stdio: 'pipe',
        cwd: folder,
        env: {
          PATH: `${folder}${delimiter}${process.env.PATH}`,
          GITHUB_REF_NAME: tag,
          GITHUB_REPOSITORY: 'o/r',
          GITHUB_SHA: 'abc'
        }
      })
      const calls = readFileSync(join(folder, 'calls'), 'utf8')
      expect(calls.match(/tags\/\S+ /g) ?? []).toEqual(moved)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

/** Packages of types, of which nothing is bundled. */
const TYPES = ['@octokit/openapi-types', '@octokit/types']

test('dist/licenses.txt has every package that it is made with, and theirs', () => {
  const { packages } = JSON.parse(readProjectFile('package-lock.json')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const names = Object.entries(packages)
    .filter(([folder, { dev = false }]) => folder !== '' && !dev)
    .map(([folder]) => folder.split('node_modules/').at(-1) ?? '')
  const named = readProjectFile('dist/licenses.txt').split('\n')
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter(name => !named.includes(name) && !TYPES.includes(name))).toEqual([])
})
