import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Toolkit, type ToolkitArtifact } from '../support/clients/toolkit.js'
import {
  bytesOf,
  type Content,
  GitHubServer,
  type Run,
  type ServiceDialect
} from '../support/github-server/index.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { rowsOf } from '../support/sweep.js'
import { paths } from '../support/tree.js'

// The official client as a job of the run: it uploads, lists, gets, downloads and deletes over the artifact service.

/** More than the uploader puts into one block of 8 MiB. */
const LARGE = pseudoRandomBytes(9 << 20)
const AGAIN = { 'index.html': '<p>again' }
const FILES = { 'large.bin': LARGE, 'folder/small.txt': 'small' }

interface Case {
  dialect: ServiceDialect
  /** act and Forgejo refuse a field of the current uploader. */
  uploads: boolean
  /** Where neither type nor name says that it is an archive, the client writes it to a file of this name. */
  keptAs?: string
  /** What the list says of `dist` and is not true. */
  claims?: { id: number; size: number }
}

/** act's ids are hashes of the names. */
const ACT_ID_OF_DIST = 1281379241

const CASES: Case[] = [
  { dialect: 'github', uploads: true },
  { dialect: 'gitea', uploads: true },
  { dialect: 'gitea-s3', uploads: true },
  { dialect: 'forgejo', uploads: false, keptAs: 'dist' },
  { dialect: 'forgejo-s3', uploads: false, keptAs: 'dist.zip' },
  { dialect: 'act', uploads: false, claims: { id: ACT_ID_OF_DIST, size: 4096 } }
]

// One process for all: loading the library takes a second.
let toolkit: Toolkit

beforeAll(() => {
  toolkit = new Toolkit()
})

afterAll(() => toolkit.close())

const QUICK: ServiceDialect[] = ['github', 'forgejo', 'act']

describe.each(rowsOf(CASES, ({ dialect }) => QUICK.includes(dialect)))(
  '@actions/artifact and the service of $dialect',
  ({ dialect, uploads, keptAs, claims }) => {
    let folder: string
    let server: GitHubServer
    let run: Run
    let uploader: Record<string, string>
    let downloader: Record<string, string>

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'service-'))
      server = await GitHubServer.start({ artifactService: dialect })
      const repository = server.addRepository('octo-org/app')
      const workflow = repository.addWorkflow('.github/workflows/ci.yml')
      run = repository.addRun({ workflow, status: 'in_progress' })
      uploader = server.runtimeEnvironment(run, 'build')
      downloader = server.runtimeEnvironment(run, 'test')
      toolkit.job = downloader
    })

    afterAll(async () => {
      await server.close()
      rmSync(folder, { recursive: true })
    })

    // The official client keeps to the protocol as the server knows it.
    afterEach(() => server.assertConforms())

    const source = () => path.join(folder, 'source')

    async function upload(name: string, files: Record<string, string | Buffer>): Promise<number | undefined> {
      if (!uploads) return (await run.addArtifact(name, { files })).id
      const written = Object.entries(files).map(([file, data]) => writtenTo(path.join(source(), file), data))
      return uploadAs(name, written)
    }

    /** By another job than the one that downloads. */
    async function uploadAs(name: string, files: string[], skipArchive = false): Promise<number | undefined> {
      toolkit.job = uploader
      try {
        return (await toolkit.upload(name, files, source(), skipArchive)).id
      } finally {
        toolkit.job = downloader
      }
    }

    async function downloaded({ id, digest, name }: ToolkitArtifact): Promise<string> {
      const to = path.join(folder, `${name}-${id}`)
      expect(await toolkit.download(id, digest, to)).toEqual({ downloadPath: to, digestMismatch: false })
      return to
    }

    const filesIn = (tree: string) =>
      Object.fromEntries(
        paths(tree)
          .filter(file => !file.endsWith('/'))
          .map(file => [file, sha256(readFileSync(path.join(tree, file)))])
      )

    test('uploads and lists', async () => {
      const id = await upload('dist', FILES)
      await upload('report', { 'index.html': '<p>' })
      for (const latest of [false, true]) {
        const names = (await toolkit.list({ latest })).map(({ name }) => name)
        expect(names.sort()).toEqual(['dist', 'report'])
      }
      const [artifact] = run.artifacts.items
      expect(artifact).toMatchObject({
        id,
        name: 'dist',
        job: 'build',
        digest: expect.stringMatching(/^sha256:/)
      })
      expect(await toolkit.get('dist')).toEqual({
        name: 'dist',
        id,
        size: artifact?.size_in_bytes,
        createdAt: expect.stringContaining(new Date(artifact?.created_at ?? 0).toISOString().slice(0, -5)),
        ...(dialect === 'github' ? { digest: artifact?.digest } : {}),
        ...claims
      })
    })

    test('downloads what was uploaded', async () => {
      const { blob, size_in_bytes, digest } = run.artifacts.items[0] ?? {}
      const archive = await bytesOf(blob?.content as Content)
      expect([archive.length, `sha256:${sha256(archive)}`]).toEqual([size_in_bytes, digest])
      const expected =
        keptAs === undefined
          ? Object.fromEntries(Object.entries(FILES).map(([file, data]) => [file, sha256(data)]))
          : { [keptAs]: sha256(archive) }
      expect(filesIn(await downloaded(await toolkit.get('dist')))).toEqual(expected)
    })

    test('deletes', async () => {
      const { id } = await toolkit.get('dist')
      expect(await toolkit.delete('dist')).toBe(id)
      expect((await toolkit.list({ latest: false })).map(({ name }) => name)).toEqual(['report'])
      await expect(toolkit.delete('dist')).rejects.toThrow('Artifact not found for name: dist')
      await expect(toolkit.download(id, undefined, folder)).rejects.toThrow('No artifacts found for ID')
    })

    test('sends the runtime token to the service alone', () => {
      const carriers = server.runtimeTokens.flatMap(token => server.requestsWith(token))
      expect(new Set(carriers.map(request => request.server))).toEqual(new Set(['service']))
      expect(server.requests.filter(request => request.server === 'storage').length).toBeGreaterThan(0)
      expect(server.requests.filter(request => request.server === 'api')).toEqual([])
    })

    if (uploads) {
      test('uploads again under the same name', async () => {
        const { id } = await toolkit.get('report')
        // GitHub refuses this until the first one is deleted; Gitea replaces its content.
        const refused = await upload('report', AGAIN).catch((error: Error) => error.message)
        const isRefused = typeof refused === 'string'
        expect({ isRefused, id }).toEqual({ isRefused: dialect === 'github', id: isRefused ? id : refused })
        if (isRefused) {
          await toolkit.delete('report')
          await upload('report', AGAIN)
        }
        const to = await downloaded(await toolkit.get('report'))
        expect(readFileSync(path.join(to, 'index.html'), 'utf8')).toBe('<p>again')
      })

      test('uploads a file as it is', async () => {
        const file = writtenTo(path.join(source(), 'notes.txt'), 'notes')
        await uploadAs('', [file], true)
        expect(filesIn(await downloaded(await toolkit.get('notes.txt')))).toEqual({
          'notes.txt': sha256('notes')
        })
      })
    }
  }
)

function writtenTo(file: string, data: string | Buffer): string {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, data)
  return file
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
