// Answers calls of @actions/artifact over IPC. Run through tsx, in a process of its own: the library reads GITHUB_API_URL
// when it is loaded, and prints as it goes.
import artifactClient, { type FindOptions } from '@actions/artifact'
import type { ToolkitCall } from './toolkit.js'

const findBy = JSON.parse(process.argv[2] ?? '') as NonNullable<FindOptions['findBy']>

process.on('message', (call: ToolkitCall) => {
  resultOf(call, { findBy }).then(
    value => process.send?.({ value }),
    (error: unknown) => process.send?.({ error: String(error) })
  )
})

function resultOf(call: ToolkitCall, options: FindOptions): Promise<unknown> {
  switch (call.method) {
    case 'list':
      return artifactClient.listArtifacts({ ...options, latest: call.latest })
    case 'get':
      return artifactClient.getArtifact(call.name, options)
    case 'download': {
      const { id, path, digest } = call
      return artifactClient.downloadArtifact(id, { ...options, path, expectedHash: digest })
    }
    case 'delete':
      return artifactClient.deleteArtifact(call.name, options)
  }
}
