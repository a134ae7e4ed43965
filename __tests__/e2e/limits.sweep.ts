import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorOf, errorsIn } from '../support/log.js'
import { Mounts, noMounts } from '../support/mounts.js'
import { nodeWithFiles, whereFilesAreLimited } from '../support/open-files.js'
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
const noise = Buffer.from(
  Array.from({ length: 3_000_000 }, (_, index) => (Math.imul(index, 2_654_435_761) >>> 24) ^ index)
)

/** Disks of which something runs out, and what is then to be read. */
const FULL: [title: string, options: string, files: Record<string, string | Buffer>, says: RegExp][] = [
  [
    'space for the archive',
    'size=1m',
    { 'a.bin': noise },
    /could not be stored: no space is left on the disk \(ENOSPC\)\n\nFree some space/
  ],
  [
    'space for what it unpacks to, by its own word',
    'size=1m',
    { 'a.bin': Buffer.alloc(4_000_000) },
    /is refused: it unpacks to 4\.0 MB, and the disk has \d.* free\n\nFree some space/
  ],
  [
    // Each of them takes a page, and says that it takes a byte.
    'space in mid-way',
    'size=4m',
    small(3000),
    /could not be stored: no space is left on the disk \(ENOSPC\)\n\nFree some space/
  ],
  [
    'space in mid-way of a large file',
    'size=16m',
    { ...small(3000), 'z.bin': Buffer.alloc(9 << 20) },
    /could not be stored: no space is left on the disk \(ENOSPC\)\n\nFree some space/
  ],
  [
    'inodes in mid-way',
    'size=40m,nr_inodes=500',
    small(3000),
    /could not be stored: no space is left on the disk \(ENOSPC\)\n\nFree some space/
  ]
]

;(reason === undefined ? describe : describe.skip)('a full disk', () => {
  const mounts = new Mounts()
  afterEach(() => mounts.remove())

  test.each(FULL)('%s', async (_, options, files, says) => {
    const target = join(stage.job.workspace, 'out')
    mounts.tmpfs(target, options)
    writeFileSync(join(target, 'keep'), 'mine')
    const was = snapshot(stage.job.workspace)
    await stage.run.addArtifact('dist', { files })
    const { code, stdout, outputs } = await runStep(stage.job, { inputs: { name: 'dist', path: 'out' } })
    expect(errorOf(stdout).message).toMatch(says)
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ 'failed-count': '1', 'file-count': '0' })
    expect(snapshot(stage.job.workspace)).toEqual(was)
    // A full disk is not worth another try.
    expect(stage.server.requests.filter(request => request.server === 'storage')).toHaveLength(1)
  })

  test('of the temporary folder: artifacts-file is warned of, and none of it is left', async () => {
    const temp = join(stage.job.workspace, 'temp')
    mounts.tmpfs(temp, 'size=64k')
    writeFileSync(join(temp, 'full'), Buffer.alloc(64 << 10))
    await stage.run.addArtifact('dist', { blob: null })
    const step = await runStep(stage.job, { inputs: { operation: 'list' }, env: { RUNNER_TEMP: temp } })
    expect(errorsIn(step.stdout)).toEqual([])
    expect(step.stdout).toContain('::warning::artifacts-file could not be written: ENOSPC')
    expect(step.outputs).toMatchObject({ names: '["dist"]', 'artifacts-file': '' })
    expect(readdirSync(temp)).toEqual(['full'])
  })
})
