import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface SignOptions {
  /** Where clients connect. */
  origin: string
  expiresAt: Date
  contentType: string
  /** The name in Content-Disposition. */
  filename: string
  /** Signs with a key that the server does not have. */
  wrongKey?: boolean
}

/** A storage server of another project, as a process on this machine. */
export interface StorageServer {
  readonly port: number
  /** Stores a blob. It replaces an earlier one. */
  put(name: string, bytes: Buffer): Promise<void>
  /** A signed URL to read a blob. */
  sign(name: string, options: SignOptions): string
  stop(): Promise<void>
}

/** A program that tests install by themselves. It stays for the next run. */
export interface StorageProgram {
  title: string
  /** Why it cannot be had on this machine. */
  missing: string | undefined
  start(): Promise<StorageServer>
}

/** Where the programs are installed. The project does not depend on them. */
const PROGRAMS = join(tmpdir(), 'artifact-action-storage-servers')
/** How long an installation may take, in ms. */
const INSTALLATION = 300_000
/** How long a program may take until it accepts connections, in ms. */
const START = 30_000

/** The folder of one version of a program. */
export const programFolder = (name: string, version: string) => join(PROGRAMS, `${name}-${version}`)

/**
 * Installs a program, unless it is there.
 *
 * @param folder appears with the complete program, or not at all
 * @param commandFor makes the command that installs it into a folder
 * @returns why it failed
 */
export function whyNotInstalled(
  title: string,
  folder: string,
  commandFor: (folder: string) => { command: string; args: string[]; env?: NodeJS.ProcessEnv }
): string | undefined {
  if (existsSync(folder)) return undefined
  mkdirSync(dirname(folder), { recursive: true })
  const incomplete = mkdtempSync(`${folder}-incomplete-`)
  try {
    const { command, args, env } = commandFor(incomplete)
    execFileSync(command, args, {
      cwd: incomplete,
      env: { ...process.env, ...env },
      stdio: 'pipe',
      timeout: INSTALLATION
    })
    renameSync(incomplete, folder)
    return undefined
  } catch (error) {
    rmSync(incomplete, { recursive: true, force: true })
    // Another run has installed it.
    if (existsSync(folder)) return undefined
    // The command, and the first line that it printed.
    const reason = String(error).split('\n').slice(0, 2).join(': ')
    console.log(`skipped: ${title}: ${reason}`)
    return reason
  }
}

/** A running program, and an empty folder that is removed with it. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), 'storage-'))
  #child: ChildProcess | undefined
  #output = ''

  /**
   * Starts it and waits until it accepts connections. A program that is installed but does not start is no reason to skip.
   *
   * @throws Error with its output if it ends or takes too long; then nothing of it is left
   */
  async start(
    command: string,
    args: string[],
    port: number,
    { env, limit = START }: { env?: NodeJS.ProcessEnv; limit?: number } = {}
  ): Promise<void> {
    const options = { env: { ...process.env, ...env }, cwd: this.folder }
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    let problem: string | undefined
    child.once('error', error => {
      problem ??= String(error)
    })
    child.once('exit', (code, signal) => {
      problem ??= `ended with ${code ?? signal}`
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', text => {
        this.#output = `${this.#output}${text}`.slice(-10_000)
      })
    }
    const end = performance.now() + limit
    while (problem === undefined && !(await isOpen(port))) {
      if (performance.now() > end) problem = `did not accept connections for ${limit} ms`
    }
    if (problem === undefined) return
    await this.stop()
    throw new Error(`${command}: ${problem}\n${this.#output}`)
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'close')
      child.kill('SIGKILL')
      await ended
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const opened = await new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true)).once('error', () => setTimeout(resolve, 100, false))
  })
  socket.destroy()
  return opened
}

/** Sends a request that has to succeed. */
export async function send(url: string, headers: Record<string, string>, body?: Buffer): Promise<void> {
  const response = await fetch(url, { method: 'PUT', headers, ...(body && { body: new Uint8Array(body) }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`PUT: ${response.status} ${text}`)
}
