import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { GitHubServer } from '../github-server/index.js'
import { whyMissing } from '../zip-readers.js'

/** Why GitHub's command line cannot be asked on this machine. */
export const ghMissing =
  // Go's TLS takes its certificates from the system there, whatever SSL_CERT_FILE says.
  process.platform === 'linux' ? whyMissing('gh', '--version') : 'it hears SSL_CERT_FILE on Linux only'
if (ghMissing !== undefined) console.log(`skipped: gh: ${ghMissing}`)

export interface GhPlace {
  server: GitHubServer
  /** The certificate that vouches for the server, a PEM file. */
  ca: string
  /** An empty folder: home, settings and working folder. */
  folder: string
}

/** The variables that lead gh to a server. @param host name and port */
export function ghEnvironment({
  host,
  token,
  ca,
  folder
}: { host: string; token: string } & Pick<GhPlace, 'ca' | 'folder'>): Record<string, string> {
  return {
    HOME: folder,
    GH_CONFIG_DIR: folder,
    GH_HOST: host,
    GH_ENTERPRISE_TOKEN: token,
    GH_PROMPT_DISABLED: '1',
    GH_NO_UPDATE_NOTIFIER: '1',
    SSL_CERT_FILE: ca
  }
}

/** What `gh …` prints. It rejects where gh fails, with its `stderr`. */
export async function gh({ server, ca, folder }: GhPlace, ...args: string[]): Promise<string> {
  const { host } = new URL(server.apiUrl)
  const env = { PATH: process.env.PATH, ...ghEnvironment({ host, token: server.token, ca, folder }) }
  const { stdout } = await promisify(execFile)('gh', args, { cwd: folder, env })
  return stdout
}
