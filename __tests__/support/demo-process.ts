import { type ChildProcess, spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from './project.js'

/** The demo as a process. It has a folder of its own. */
export class DemoProcess {
  readonly folder = mkdtempSync(path.join(realpathSync.native(tmpdir()), 'demo-'))
  #child: ChildProcess | undefined

  constructor() {
    const temp = path.join(this.folder, 'temp')
    mkdirSync(temp)
    // tsx keeps compiled files in the folder for temporary files.
    const compiled = `tsx-${process.getuid?.()}`
    if (process.platform === 'win32') return
    mkdirSync(path.join(tmpdir(), compiled), { recursive: true })
    symlinkSync(path.join(tmpdir(), compiled), path.join(temp, compiled))
  }

  close(): void {
    // It may still wait for a missing artifact.
    this.#child?.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Runs the demo with a file that has this text; without `text`, the file does not exist. */
  async runFile(text?: string, onOutput?: (demo: ChildProcess) => void) {
    const file = path.join(this.folder, 'try.yml')
    if (text !== undefined) writeFileSync(file, text)
    const { stderr, ...more } = await this.run([file], onOutput)
    return { ...more, stderr: stderr.replace(file, 'try.yml') }
  }

  /** Runs the demo with these arguments, and checks that it leaves no temporary folder. */
  async run(args: readonly string[], onOutput?: (demo: ChildProcess) => void) {
    const temp = path.join(this.folder, 'temp')
    const demo = spawn(process.execPath, ['--import', 'tsx', path.join(ROOT, 'scripts/demo.ts'), ...args], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temp, TEMP: temp, TMP: temp, FORCE_COLOR: undefined, NO_COLOR: '1' }
    })
    this.#child = demo
    let stdout = ''
    let stderr = ''
    demo.stdout.setEncoding('utf8').on('data', part => {
      stdout += part
      onOutput?.(demo)
    })
    demo.stderr.setEncoding('utf8').on('data', part => {
      stderr += part
    })
    const code = await new Promise(resolve => demo.on('close', resolve))
    const left = readdirSync(temp).filter(name => name.startsWith('job-'))
    if (left.length > 0) throw new Error(`the demo left ${left.join()}`)
    return { code, stdout, stderr: stderr.trimEnd(), lines: stdout.split(/\r?\n/) }
  }
}
