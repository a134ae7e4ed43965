import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorCodeOf, errorOf, errorsIn } from '../support/log.js'
import { Mounts, noMounts } from '../support/mounts.js'
import { nodeWithFiles, whereFilesAreLimited } from '../support/open-files.js'
import { rawTar } from '../support/raw-tar.js'
import { rawZip } from '../support/raw-zip.js'
import { runStep } from '../support/runner.js'
import { snapshot } from '../support/tree.js'

const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

let stage: JobOnServer
beforeEach(async () => {
  stage = await startJobOnServer(MEMORY)
})
afterEach(() => stage.close())

whereFilesAreLimited()('few open files', () => {
  test('256 are enough for 66,000 entries', async () => {
    const entries = Array.from({ length: 66_000 }, (_, index) => ({
      name: `d${index % 66}/f${index}`,
      data: 'x'
    }))
    await stage.run.addArtifact('many', { zip: rawZip({ entries, zip64: { markers: true } }) })
    const { code, stdout, outputs } = await runStep(stage.job, {
      inputs: { name: 'many', path: 'out' },
      node: nodeWithFiles(256, stage.job.folder)
    })
    expect({ code, errors: errorsIn(stdout) }).toEqual({ code: 0, errors: [] })
    expect(outputs).toMatchObject({ 'file-count': '66000', 'digest-verified': 'true' })
    expect(readdirSync(join(stage.job.workspace, 'out'), { recursive: true })).toHaveLength(66_066)
  }, 120_000)
})

const reason = noMounts()
if (reason !== undefined) console.log(`skipped: full disks: ${reason}`)

const small = (files: number) =>
  Object.fromEntries(Array.from({ length: files }, (_, index) => [`d${index % 9}/${index}`, 'x']))
const tar = (files: number) => rawTar(Object.entries(small(files)).map(([name, data]) => ({ name, data })))
const noise = Buffer.from(
  Array.from({ length: 3_000_000 }, (_, index) => (Math.imul(index, 2_654_435_761) >>> 24) ^ index)
)

/** Disks that become full, a fact in the message, and the error code if it is not `disk-full`. */
const FULL: [
  title: string,
  options: string,
  files: Record<string, string | Buffer>,
  fact: RegExp,
  errorCode?: string
][] = [
  ['space for the archive', 'size=1m', { 'a.bin': noise }, /ENOSPC/],
  [
    'space for the extracted size that the archive declares',
    'size=1m',
    { 'a.bin': Buffer.alloc(4_000_000) },
    /\b4\.0 MB\b/,
    'archive-refused'
  ],
  [
    // Each file takes a page, but declares one byte.
    'space during extraction',
    'size=4m',
    small(3000),
    /ENOSPC/
  ],
  [
    'space during extraction of a large file',
    'size=16m',
    { ...small(3000), 'z.bin': Buffer.alloc(9 << 20) },
    /ENOSPC/
  ],
  ['inodes during extraction', 'size=40m,nr_inodes=500', small(3000), /ENOSPC/],
  ['inodes while unpack writes', 'size=40m,nr_inodes=500', { 'x.tar': tar(3000) }, /ENOSPC/],
  ['space while unpack writes', 'size=10m', { 'x.tar': tar(3000) }, /ENOSPC/]
]

;(reason === undefined ? describe : describe.skip)('a full disk', () => {
  const mounts = new Mounts()
  afterEach(() => mounts.remove())

  test.each(FULL)('%s', async (_, options, files, fact, errorCode = 'disk-full') => {
    const target = join(stage.job.workspace, 'out')
    mounts.tmpfs(target, options)
    writeFileSync(join(target, 'keep'), 'mine')
    const was = snapshot(stage.job.workspace)
    await stage.run.addArtifact('dist', { files })
    const inputs = { name: 'dist', path: 'out', unpack: '**/*.tar' }
    const { code, stdout, outputs } = await runStep(stage.job, { inputs })
    expect(errorCodeOf(stdout)).toBe(errorCode)
    expect(errorOf(stdout).message).toMatch(fact)
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ 'failed-count': '1', 'file-count': '0' })
    expect(snapshot(stage.job.workspace)).toEqual(was)
    // A full disk is not retried.
    expect(stage.server.requests.filter(request => request.server === 'storage')).toHaveLength(1)
  })

  test('full temporary folder: a warning, and no incomplete artifacts-file', async () => {
    const temp = join(stage.job.workspace, 'temp')
    mounts.tmpfs(temp, 'size=64k')
    writeFileSync(join(temp, 'full'), Buffer.alloc(64 << 10))
    await stage.run.addArtifact('dist', { blob: null })
    const step = await runStep(stage.job, { inputs: { operation: 'list' }, env: { RUNNER_TEMP: temp } })
    expect(errorsIn(step.stdout)).toEqual([])
    expect(step.stdout).toMatch(/^::warning::.*artifacts-file.*ENOSPC/m)
    expect(step.outputs).toMatchObject({ names: '["dist"]', 'artifacts-file': '' })
    expect(readdirSync(temp)).toEqual(['full'])
  })
})
