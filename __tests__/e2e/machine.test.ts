import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join, resolve } from 'node:path'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { Mounts, noMounts } from '../support/mounts.js'
import { nodeWithFiles, whereFilesAreLimited } from '../support/open-files.js'
import { exceptOnWindows } from '../support/platform.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { rawTar } from '../support/raw-tar.js'
import { runStep, type StepOptions } from '../support/runner.js'
import { leftoverFiles, stepProblems, workspacePaths } from '../support/step-problems.js'
import { inSweeps, rowsOf } from '../support/sweep.js'
import { snapshot } from '../support/tree.js'
import { stopsAtAnyTime } from './suites/stops.js'

const MIB = 1 << 20

let stage: JobOnServer
beforeEach(async () => {
  stage = await startJobOnServer()
})
afterEach(() => stage.close())

const work = (...segments: string[]) => join(stage.job.workspace, ...segments)
const errorsIn = (stdout: string) => stdout.split('\n').filter(line => line.startsWith('::error'))
const NOISE = pseudoRandomBytes(9 * MIB)
/** Over 8 MiB, so that it is streamed. */
const large = (seed: number) => ({
  'noise.bin': Buffer.concat([Buffer.from([seed]), NOISE]),
  ...Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`d${index % 7}/${index}`, `${seed} ${index}`])
  )
})

const isRoot = process.getuid?.() === 0
const nobody = isRoot ? '/usr/bin/setpriv' : undefined
const withUser =
  process.platform !== 'win32' && (nobody === undefined || existsSync(nobody)) ? describe : describe.skip

if (withUser === describe.skip) console.log('skipped: no other user')

withUser('a user without the permission', () => {
  /** Runs a step as a user who is not root. */
  async function asUser(inputs: Record<string, string>, env: Record<string, string> = {}) {
    const options: StepOptions = { inputs, env }
    if (nobody !== undefined) {
      options.node = join(stage.job.folder, 'node')
      const change = `exec ${nobody} --reuid=65534 --regid=65534 --clear-groups -- "${process.execPath}" "$@"`
      writeFileSync(
        options.node,
        `#!/bin/bash\nchmod -R a+rwX "${stage.job.folder}"/commands-*\n${change}\n`,
        {
          mode: 0o755
        }
      )
      chmodSync(stage.job.folder, 0o777)
      chmodSync(stage.job.temp, 0o777)
    }
    const step = await runStep(stage.job, options)
    const left = leftoverFiles(stage.job).filter(path => path !== 'node')
    return { ...step, left }
  }

  /** Title, preparation, path, and what is not writable. */
  type Denied = [string, () => void, string, string]
  // What another user owns.
  const ONLY_AS_ROOT: Denied[] = [
    ['to create a folder in the root folder', () => {}, '/artifact-action-tests/out', '/'],
    [
      'to replace a file in a sticky folder',
      () => {
        mkdirSync(work('out'))
        writeFileSync(work('out/a.txt'), 'mine')
        chmodSync(work('out/a.txt'), 0o666)
        chmodSync(work('out'), 0o1777)
        chmodSync(work(), 0o777)
      },
      'out',
      'out/a.txt'
    ]
  ]

  const denials: Denied[] = [
    ['to create path', () => chmodSync(work(), 0o555), 'out', ''],
    [
      'to write into path',
      () => {
        mkdirSync(work('out'), { mode: 0o555 })
        writeFileSync(work('out/keep'), 'mine')
        chmodSync(work(), 0o777)
      },
      'out',
      'out'
    ],
    [
      'to write into a folder of path',
      () => {
        mkdirSync(work('out/d1'), { recursive: true })
        chmodSync(work('out/d1'), 0o555)
        chmodSync(work('out'), 0o777)
        chmodSync(work(), 0o777)
      },
      'out',
      'out/d1'
    ],
    [
      'to read path',
      () => {
        mkdirSync(work('out'))
        chmodSync(work('out'), 0o700)
        chmodSync(work(), isRoot ? 0o755 : 0o555)
        if (!isRoot) chmodSync(work('out'), 0o000)
      },
      'out/deeper',
      'out'
    ],
    [
      'to enter path',
      () => {
        mkdirSync(work('out'))
        chmodSync(work('out'), isRoot ? 0o766 : 0o600)
        chmodSync(work(), 0o777)
      },
      'out',
      'out'
    ],
    [
      'to enter the folder that a link leads to',
      () => {
        mkdirSync(work('closed/folder'), { recursive: true })
        symlinkSync('folder', work('closed/link'))
        symlinkSync(work('closed/link'), work('out'))
        chmodSync(work('closed'), isRoot ? 0o700 : 0o000)
      },
      'out/deeper',
      'closed'
    ],
    ...(isRoot ? ONLY_AS_ROOT : [])
  ]
  const quick = ['to create path', 'to write into path']

  test.each(rowsOf(denials, ([title]) => quick.includes(title)))(
    '%s: one error, and nothing changes',
    async (_, arrange, path, denied) => {
      await stage.run.addArtifact('dist', { files: { 'a.txt': 'a', 'd1/b.txt': 'b', 'z.txt': 'z' } })
      arrange()
      const was = isRoot ? snapshot(work()) : undefined
      const { code, stdout, left, outputs } = await asUser({ name: 'dist', path }, { RUNNER_DEBUG: '1' })
      expect(errorsIn(stdout)).toEqual([expect.stringMatching(/EACCES|EPERM/)])
      const [owner, user] = isRoot ? [0, 65_534] : [process.getuid?.(), process.getuid?.()]
      expect(errorsIn(stdout)[0]).toMatch(
        new RegExp(`"${resolve(work(), denied)}" .*\\b${owner}\\b.*\\b${user}\\b`)
      )
      expect(stdout).not.toContain('/proc/self/fd')
      expect({ code, left }).toEqual({ code: 1, left: [] })
      expect(outputs['file-count'] ?? '0').toBe('0')
      // Only root can read everything.
      expect(isRoot ? snapshot(work()) : undefined).toEqual(was)
      chmodSync(work(), 0o755)
    }
  )

  test('to write to RUNNER_TEMP and RUNNER_TOOL_CACHE: warnings name both', async () => {
    await stage.run.addArtifact('dist', { files: { 'a.txt': 'a' } })
    const env = { RUNNER_TEMP: work('temp'), RUNNER_TOOL_CACHE: work('tools') }
    for (const folder of Object.values(env)) {
      mkdirSync(folder)
      chmodSync(folder, 0o555)
    }
    chmodSync(work(), 0o777)
    const { code, stdout } = await asUser({ name: 'dist', path: 'out', cache: 'true' }, env)
    expect(code).toBe(0)
    const [owner, user] = isRoot ? [0, 65_534] : [process.getuid?.(), process.getuid?.()]
    const warnings = stdout.split('\n').filter(line => line.startsWith('::warning'))
    for (const folder of Object.values(env)) {
      const facts = new RegExp(`EACCES.*"${folder}" .*\\b${owner}\\b.*\\b${user}\\b`)
      expect(warnings).toContainEqual(expect.stringMatching(facts))
    }
  })

  const commandFiles: [string, number, RegExp][] = [
    ['GITHUB_OUTPUT', 1, /^::error .*GITHUB_OUTPUT.*EACCES/m],
    ['GITHUB_STEP_SUMMARY', 0, /^::warning::.*GITHUB_STEP_SUMMARY.*EACCES/m]
  ]
  test.each(rowsOf(commandFiles, ([name]) => name === 'GITHUB_OUTPUT'))(
    'to write to %s: an error or a warning names it',
    async (name, code, says) => {
      await stage.run.addArtifact('dist', { files: { 'a.txt': 'a' } })
      writeFileSync(work('theirs'), '', { mode: 0o444 })
      const step = await asUser({ operation: 'list' }, { [name]: work('theirs') })
      expect(step.stdout).toMatch(says)
      expect(stepProblems(step, stage)).toEqual(isRoot ? ['left: node'] : [])
      expect(step.code).toBe(code)
    }
  )
})

inSweeps(() => {
  exceptOnWindows('modes and no umask')('modes', () => {
    test.each(['077', '000'])('of all that a download writes, with umask %s', async umask => {
      const node = join(stage.job.folder, 'node')
      writeFileSync(node, `#!/bin/bash\numask ${umask}\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 })
      await stage.run.addArtifact('small', { files: { 'd/a': 'a' } })
      await stage.run.addArtifact('large', { files: { 'd/b': NOISE } })
      await stage.run.addArtifact('small.txt', { raw: Buffer.from('x'), contentType: 'text/plain' })
      await stage.run.addArtifact('large.bin', { raw: NOISE, contentType: 'application/octet-stream' })
      // Another job has stored the archives.
      const env = { RUNNER_TOOL_CACHE: join(stage.job.folder, 'tools') }
      await runStep(stage.job, { inputs: { path: 'before', cache: 'true' }, env })
      const less = (mode: number) => (mode & ~Number.parseInt(umask, 8)).toString(8).padStart(4, '0')
      for (const [path, inputs] of Object.entries<Record<string, string>>({
        unpacked: {},
        kept: { 'skip-decompress': 'true' },
        'cached and kept': { cache: 'true', 'skip-decompress': 'true' }
      })) {
        const step = await runStep(stage.job, { inputs: { path, ...inputs }, env, node })
        expect({ code: step.code, stderr: step.stderr }).toEqual({ code: 0, stderr: '' })
        expect(step.outputs['cache-hits']).toBe('cache' in inputs ? '4' : '0')
        const modes = Object.values(snapshot(work(path))).map(entry => /^\w+ \d+/.exec(entry)?.[0])
        expect([path, new Set(modes)]).toEqual([
          path,
          new Set([`folder ${less(0o777)}`, `file ${less(0o666)}`])
        ])
      }
    })
  })
})

const reason = noMounts()
if (reason !== undefined) console.log(`skipped: read-only disks: ${reason}`)
;(reason === undefined ? describe : describe.skip)('a read-only disk', () => {
  const mounts = new Mounts()
  afterEach(() => mounts.remove())

  test.each(rowsOf(['ro', 'ro/deeper'], path => path === 'ro'))(
    'as path %s: one error, and no other files',
    async path => {
      mounts.tmpfs(work('ro'), 'ro,size=1m')
      await stage.run.addArtifact('dist', { files: { a: 'a' } })
      const step = await runStep(stage.job, { inputs: { name: 'dist', path } })
      expect(errorsIn(step.stdout)).toEqual([expect.stringMatching(/EROFS/)])
      expect(stepProblems(step, stage)).toEqual([])
      expect(workspacePaths(stage.job)).toEqual(['ro/'])
    }
  )
})

test.each(rowsOf(['file', 'file/deeper', 'link'], path => path === 'file'))(
  'a path that is not a folder (%s): one error, and nothing changes',
  async path => {
    writeFileSync(work('file'), 'mine')
    await stage.run.addArtifact('dist', { files: large(1) })
    const was = snapshot(work())
    const step = await runStep(stage.job, {
      inputs: { name: 'dist', path: path === 'link' ? 'file/' : path }
    })
    expect(step.code).toBe(1)
    expect(stepProblems(step, stage)).toEqual([])
    expect(snapshot(work())).toEqual(was)
  }
)

const TEMPS: [string, string | undefined][] = [
  ['that is not set', undefined],
  ['that does not exist', '/nowhere/at/all']
]
test.each(rowsOf(TEMPS, ([, folder]) => folder !== undefined))(
  'a RUNNER_TEMP %s: the download works, only artifacts-file can be missing',
  async (_, folder) => {
    await stage.run.addArtifact('dist', { files: { a: 'a' } })
    const step = await runStep(stage.job, {
      inputs: { name: 'dist', path: 'out' },
      // Without RUNNER_TEMP, the system's folder is used.
      env: { RUNNER_TEMP: folder, TMPDIR: stage.job.temp }
    })
    expect({ code: step.code, errors: errorsIn(step.stdout) }).toEqual({ code: 0, errors: [] })
    expect(workspacePaths(stage.job)).toEqual(['out/', 'out/a'])
    expect(step.outputs['artifacts-file'] === '').toBe(folder !== undefined)
  }
)

inSweeps(() => {
  whereFilesAreLimited()('few open files', () => {
    test('256 open files are enough for several large artifacts at once', async () => {
      for (const seed of [1, 2, 3]) await stage.run.addArtifact(`dist-${seed}`, { files: large(seed) })
      const { code, stdout, outputs } = await runStep(stage.job, {
        inputs: { path: 'out', concurrency: '64' },
        node: nodeWithFiles(256, stage.job.folder)
      })
      expect({ code, errors: errorsIn(stdout) }).toEqual({ code: 0, errors: [] })
      expect(outputs).toMatchObject({ 'file-count': '903', 'digest-verified': 'true' })
    })
  })

  test('two jobs write to one path at once: complete files of one or the other, no other files', async () => {
    for (const seed of [1, 2]) await stage.run.addArtifact(`dist-${seed}`, { files: large(seed) })
    const steps = await Promise.all(
      [1, 2].map(seed => runStep(stage.job, { inputs: { name: `dist-${seed}`, path: 'out' } }))
    )
    for (const step of steps) {
      expect(step.code).toBe(0)
      expect(stepProblems(step, stage)).toEqual([])
    }
    const [one, two] = [large(1), large(2)] as Record<string, string | Buffer>[]
    for (const [name, file] of Object.entries(one ?? {})) {
      const there = readFileSync(work('out', name))
      expect([file, two?.[name] ?? ''].some(made => there.equals(Buffer.from(made)))).toBe(true)
    }
    expect(workspacePaths(stage.job).filter(path => !path.endsWith('/'))).toHaveLength(301)
  })
})

inSweeps(() => {
  stopsAtAnyTime('github')

  exceptOnWindows('signals')('a signal', () => {
    test('while an archive is unpacked ends it within 2 s and leaves no files', async () => {
      const entries = Array.from({ length: 30_000 }, (_, index) => ({
        name: `d${index % 50}/${index}`,
        data: 'x'
      }))
      await stage.run.addArtifact('dist', { files: { 'x.tar': rawTar(entries) } })
      let sent = Number.POSITIVE_INFINITY
      const step = await runStep(stage.job, {
        inputs: { name: 'dist', path: 'out', unpack: '*.tar' },
        onSpawn: child => {
          const isUnpacking = () =>
            readdirSync(work())
              .flatMap(name => [0, 1, 2].map(index => work(name, `folder-${index}`, 'd49')))
              .some(folder => existsSync(folder))
          const timer = setInterval(() => {
            if (!isUnpacking()) return
            clearInterval(timer)
            sent = performance.now()
            child.kill('SIGTERM')
          }, 5)
          child.on('exit', () => clearInterval(timer))
        }
      })
      expect(step.code).toBe(143)
      expect(performance.now() - sent).toBeLessThan(2000)
      expect(leftoverFiles(stage.job)).toEqual([])
      expect(readdirSync(work())).toEqual([])
    })
  })
})
