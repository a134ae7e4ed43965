import dns from 'node:dns'

/** What becomes of a connection: nobody listens there, or no name server knows the name. */
export type NameFault = 'refused' | 'unknown'
/** Windows takes 2 s to refuse a connection: too long for a sweep. */
export const NAME_FAULTS: NameFault[] = process.platform === 'win32' ? ['unknown'] : ['refused', 'unknown']

/** Of this machine, and no server of these tests listens there. macOS has but one address in 127/8. */
const DEAD = process.platform === 'darwin' ? '::1' : '127.0.0.2'

/**
 * A host name that leads to this machine: what each connection meets that looks it up can be chosen. Other names are
 * looked up as ever. The connections themselves are true ones.
 */
export class TestName {
  readonly host = 'github.test'
  /** How often it was looked up: once for each connection. */
  lookups = 0
  /** What the nth lookup, from 1, meets. */
  fault: ((nth: number) => NameFault | undefined) | undefined
  readonly #original = dns.lookup

  constructor() {
    const lookup = (hostname: string, options: object, done: (...results: unknown[]) => void): void => {
      if (hostname !== this.host) this.#original(hostname, options, done as never)
      else setImmediate(() => done(...this.#answer('all' in options && options.all === true)))
    }
    // Node's sockets look the function up each time that they need it.
    Object.assign(dns, { lookup })
  }

  restore(): void {
    Object.assign(dns, { lookup: this.#original })
  }

  #answer(all: boolean): unknown[] {
    this.lookups++
    const fault = this.fault?.(this.lookups)
    if (fault === 'unknown') {
      // As Node itself makes it.
      const details = { errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: this.host }
      return [Object.assign(new Error(`getaddrinfo ENOTFOUND ${this.host}`), details)]
    }
    const address = fault === 'refused' ? DEAD : '127.0.0.1'
    const family = address.includes(':') ? 6 : 4
    return all ? [null, [{ address, family }]] : [null, address, family]
  }
}
