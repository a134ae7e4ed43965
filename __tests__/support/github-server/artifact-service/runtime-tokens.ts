import type { Run } from '../model/run.js'

/** What the service calls a run's attempt and a job of it. */
export interface BackendIds {
  run: string
  job: string
}

/** The job that a runtime token belongs to. */
export interface Caller {
  run: Run
  job: string
  ids: BackendIds
}

/** The tokens that the runner gives to the jobs of a run. */
export class RuntimeTokens {
  readonly #jobs = new Map<string, Caller & { attempt: number }>()

  /** A new token: a JWT without a signature, which no client checks. */
  issue(run: Run, job: string, ids: BackendIds): string {
    const scp = `Actions.GenericRead:00000000-0000-0000-0000-000000000000 Actions.Results:${ids.run}:${ids.job}`
    // The number makes each token another one: act's jobs all have the same ids.
    const claims = { scp, jti: String(this.#jobs.size + 1) }
    const token = `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.x`
    this.#jobs.set(token, { run, job, ids, attempt: run.run_attempt })
    return token
  }

  /** The job of an `Authorization` header; undefined for no token, a wrong one, or one of an earlier attempt. */
  callerOf(authorization: string | undefined): Caller | undefined {
    const job = this.#jobs.get(/^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '')
    return job?.attempt === job?.run.run_attempt ? job : undefined
  }

  get values(): readonly string[] {
    return [...this.#jobs.keys()]
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
