import { type Answer, apiError, jsonAnswer } from '../http/answer.js'
import type { Repository } from '../model/repository.js'
import type { Token } from './access.js'
import type { ApiSettings } from './call.js'

interface Refused {
  settings: ApiSettings
  repository: Repository
  token: Token | undefined
  method: string
}

/** The answer that a repository's `refusal` gives, in GitHub's words. */
export function repositoryRefusal({ settings, repository, token, method }: Refused): Answer | undefined {
  const [organization = ''] = repository.full_name.split('/')
  switch (repository.refusal) {
    case undefined:
      return undefined
    case 'archived':
      return method === 'GET' ? undefined : apiError(403, 'Repository was archived so is read-only.')
    case 'ip-allow-list':
      return apiError(
        403,
        `Although you appear to have the correct authorization credentials, the \`${organization}\` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.`
      )
    case 'sso':
      if (token === undefined) return undefined
      return apiError(
        403,
        'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
        {
          'x-github-sso': `required; url=${settings.webUrl}/orgs/${organization}/sso?authorization_request=AZSCKtL4U8yX1H3sCQIVnVgmjmon5fWx`
        }
      )
    case 'classic-token':
      if (token === undefined) return undefined
      return apiError(
        403,
        `\`${organization}\` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.`
      )
    case 'blocked':
      return jsonAnswer(451, {
        message: 'Repository access blocked',
        block: {
          reason: 'dmca',
          created_at: '2026-01-02T03:04:05Z',
          html_url: 'https://github.com/github/dmca/blob/master/2026/01/2026-01-02-app.md'
        }
      })
  }
}

/** The refusal of an `X-GitHub-Api-Version` that the server does not know. Without the header it takes its default. */
export function versionRefusal(version: string | undefined, known: readonly string[]): Answer | undefined {
  if (version === undefined || known.includes(version)) return undefined
  const listed = known.map((one, index) => (index === 0 ? `"${one}" (most recent)` : `"${one}"`))
  return apiError(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a supported version. The following versions are currently supported: ${listed.join(', ')}.`
  )
}
