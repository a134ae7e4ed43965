/** Whose behaviour, and whose official description of the API. */
export type Flavour = 'github.com' | 'ghes-3.10' | 'ghes-3.19'

interface FlavourTraits {
  /** Where the API is under its origin. */
  basePath: string
  /** The description in `../openapi/`. */
  description: string
  /** `x-github-enterprise-version` */
  enterpriseVersion: string | undefined
  hasDigest: boolean
  /** Actions of the v3 era: what a run uploads is listed when the run is over. */
  listsRunsInProgress: boolean
}

const GHES = { basePath: '/api/v3', hasDigest: false, listsRunsInProgress: false }

export const FLAVOURS: Readonly<Record<Flavour, FlavourTraits>> = {
  'github.com': {
    basePath: '',
    description: 'api.github.com.json',
    enterpriseVersion: undefined,
    hasDigest: true,
    listsRunsInProgress: true
  },
  'ghes-3.10': { ...GHES, description: 'ghes-3.10.json', enterpriseVersion: '3.10.0' },
  'ghes-3.19': { ...GHES, description: 'ghes-3.19.json', enterpriseVersion: '3.19.0' }
}
