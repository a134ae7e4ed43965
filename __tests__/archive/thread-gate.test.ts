import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { transformFileSync } from '@swc/core'
import { ROOT } from '../support/project.js'

/** The gate as a module that threads of a plain Node can run. */
const { code: gate } = transformFileSync(path.join(ROOT, 'src/archive/thread-gate.ts'), {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'es6' }
})

/** Runs `main` in a process of its own, with `thread(gate)` to start one that does `work` behind a gate. */
function run(work: string, main: string): { status: number | null; stdout: string; stderr: string } {
  const inThread = `${gate}
    import { parentPort, workerData } from 'node:worker_threads'
    import { createInflateRaw } from 'node:zlib'
    ${work}`
  const script = `${gate}
    import { once } from 'node:events'
    import { setTimeout as sleep } from 'node:timers/promises'
    import { Worker } from 'node:worker_threads'
    const url = new URL(${JSON.stringify(`data:text/javascript,${encodeURIComponent(inThread)}`)})
    const thread = async gate => {
      const worker = new Worker(url, { workerData: gate })
      await once(worker, 'message')
      return worker
    }
    ${main}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
}

const MAKES_STREAMS = `
  parentPort.postMessage('ready')
  for (;;) behind(workerData, () => createInflateRaw()).close()`

const SURVIVED = { status: 0, stdout: 'survived\n', stderr: '' }

test('threads that make streams without end are ended, one after the other', () => {
  const main = `
    for (let count = 0; count < 30; count++) {
      const gate = openGate()
      const worker = await thread(gate)
      await sleep(Math.random() * 10)
      shutGate(gate)
      await worker.terminate()
    }
    console.log('survived')`
  expect(run(MAKES_STREAMS, main)).toMatchObject(SURVIVED)
})

test('a process that exits shuts all gates first', () => {
  const main = `
    process.once('exit', shutAllGates)
    await Promise.all([thread(openGate()), thread(openGate()), thread(openGate())])
    await sleep(20)
    console.log('survived')
    process.exit(0)`
  for (let count = 0; count < 10; count++) expect(run(MAKES_STREAMS, main)).toMatchObject(SURVIVED)
})

test('what is being made is waited for, and what would be made then never is', () => {
  const work = `
    behind(workerData, () => {
      parentPort.postMessage('making')
      for (const until = Date.now() + 300; Date.now() < until; );
      console.log('made')
    })
    behind(workerData, () => console.log('made once more'))`
  const main = `
    const gate = openGate()
    const worker = await thread(gate)
    const from = Date.now()
    shutGate(gate)
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
    lines: ['made', 'waited']
  })
})

test('a thread that hangs there is given up', () => {
  const work = `behind(workerData, () => {
    parentPort.postMessage('making')
    for (;;);
  })`
  const main = `
    const gate = openGate()
    const worker = await thread(gate)
    shutGate(gate)
    await worker.terminate()
    console.log('survived')`
  expect(run(work, main)).toMatchObject(SURVIVED)
})
