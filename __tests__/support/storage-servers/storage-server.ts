import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
export const PROGRAMS = join(tmpdir(), 'artifact-action-storage-servers')

/**
 * Installs a program, unless it is there.
 *
 * @param file what the installation creates
 * @returns why it failed
 */
export function whyNotInstalled(title: string, file: string, install: () => void): string | undefined {
  if (existsSync(file)) return undefined
  try {
    mkdirSync(PROGRAMS, { recursive: true })
    install()
    return undefined
  } catch (error) {
    const [reason] = String(error).split('\n')
    console.log(`skipped: ${title}: ${reason}`)
    return reason
  }
}

/** A running program, and an empty folder that is removed with it. */
export class Program {
  readonly folder = mkdtempSync(join(tmpdir(), 'storage-'))
  #child: ChildProcess | undefined
  #output = ''

  /** Starts it and waits until it accepts connections. @throws Error with its output if it ends */
  async start(command: string, args: string[], port: number, options: SpawnOptions = {}): Promise<void> {
    const child = spawn(command, args, { ...options, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', text => {
        this.#output = `${this.#output}${text}`.slice(-10_000)
      })
    }
    while (!(await isOpen(port))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(this.#output)
    }
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
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
