import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { transformFileSync } from '@swc/core'
import { ROOT } from '../support/project.js'
import { inSweeps } from '../support/sweep.js'

/** The guard as a module that threads of plain Node can run. */
const { code: module } = transformFileSync(path.join(ROOT, 'src/archive/terminate-guard.ts'), {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'es6' }
})

/** Runs `main` in a process of its own, with `thread(guard)` to start a thread that does `work`. */
function run(work: string, main: string): { status: number | null; stdout: string; stderr: string } {
  const inThread = `${module}
    import { parentPort, workerData } from 'node:worker_threads'
    import { createInflateRaw } from 'node:zlib'
    ${work}`
  const script = `${module}
    import { once } from 'node:events'
    import { setTimeout as sleep } from 'node:timers/promises'
    import { Worker } from 'node:worker_threads'
    const url = new URL(${JSON.stringify(`data:text/javascript,${encodeURIComponent(inThread)}`)})
    const thread = async guard => {
      const worker = new Worker(url, { workerData: guard })
      await once(worker, 'message')
      return worker
    }
    ${main}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
}

const CREATES_STREAMS = `
  parentPort.postMessage('ready')
  for (;;) guarded(workerData, () => createInflateRaw()).close()`

const SURVIVED = { status: 0, stdout: 'survived\n', stderr: '' }

test('threads that create streams all the time can be terminated', () => {
  const main = `
    for (let count = 0; count < 30; count++) {
      const guard = createGuard()
      const worker = await thread(guard)
      await sleep(Math.random() * 10)
      closeGuard(guard)
      await worker.terminate()
    }
    console.log('survived')`
  expect(run(CREATES_STREAMS, main)).toMatchObject(SURVIVED)
})

inSweeps(() => {
  test('a process can exit while threads create streams', () => {
    const main = `
    process.once('exit', closeAllGuards)
    await Promise.all([thread(createGuard()), thread(createGuard()), thread(createGuard())])
    await sleep(20)
    console.log('survived')
    process.exit(0)`
    for (let count = 0; count < 10; count++) expect(run(CREATES_STREAMS, main)).toMatchObject(SURVIVED)
  })
})

test('closing waits for the current stream, and the next one is never created', () => {
  const work = `
    guarded(workerData, () => {
      parentPort.postMessage('creating')
      for (const until = Date.now() + 300; Date.now() < until; );
      console.log('created')
    })
    guarded(workerData, () => console.log('created again'))`
  const main = `
    const guard = createGuard()
    const worker = await thread(guard)
    const from = Date.now()
    closeGuard(guard)
    const waited = Date.now() - from
    await sleep(100)
    await worker.terminate()
    console.log(waited > 100 && waited < 1500 ? 'waited' : waited)`
  const { status, stdout } = run(work, main)
  expect({
    status,
    lines: stdout
      .trim()
      .split('\n')
      .sort((a, b) => (a < b ? -1 : 1))
  }).toEqual({
    status: 0,
    lines: ['created', 'waited']
  })
})

inSweeps(() => {
  test('a thread that hangs while it creates a stream is terminated after a while', () => {
    const work = `guarded(workerData, () => {
    parentPort.postMessage('creating')
    for (;;);
  })`
    const main = `
    const guard = createGuard()
    const worker = await thread(guard)
    closeGuard(guard)
    await worker.terminate()
    console.log('survived')`
    expect(run(work, main)).toMatchObject(SURVIVED)
  })
})
