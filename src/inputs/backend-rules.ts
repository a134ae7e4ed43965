import type { Place } from '../selection/inputs.js'

/** Whether an API base is that of the server that runs this job (`GITHUB_API_URL`). */
export function isOwnServer(apiUrl: string, ownApiUrl = 'https://api.github.com'): boolean {
  const base = (url: string) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : url)
  return base(apiUrl) === base(ownApiUrl)
}

/** The inputs that keep `backend: runtime` from working: it reads the current run of this job, and nothing else. */
export function outsideCurrentRun({
  place,
  runInputs,
  ownRepository,
  ownServer,
  hasRunId,
  includeExpired
}: {
  place: Place
  /** Those given of the inputs that choose a run. */
  runInputs: readonly string[]
  ownRepository: boolean
  ownServer: boolean
  /** Whether the run of this job is known. */
  hasRunId: boolean
  includeExpired: boolean
}): string[] {
  const isCurrent = place.kind === 'ids' || (place.kind === 'run' && place.how === 'current')
  return [
    ...(isCurrent ? [] : place.kind === 'repository' ? ['scope: repository'] : runInputs),
    ...(ownRepository ? [] : ['repository']),
    ...(hasRunId ? [] : ['no GITHUB_RUN_ID']),
    ...(ownServer ? [] : ['api-url']),
    ...(includeExpired ? ['include-expired: true'] : [])
  ]
}
