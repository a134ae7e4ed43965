// Answers calls of @actions/artifact over IPC. Run through tsx, in a process of its own: the library reads GITHUB_API_URL
// when it is loaded, and prints as it goes.
import artifactClient, { type FindOptions } from '@actions/artifact'
import type { ToolkitCall, ToolkitRequest } from './toolkit.js'

process.on('message', ({ call, options, job }: ToolkitRequest) => {
  // The library reads these for each call.
  Object.assign(process.env, job)
  resultOf(call, options).then(
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
      const expected = digest === undefined ? {} : { expectedHash: digest }
      return artifactClient.downloadArtifact(id, { ...options, ...expected, path })
    }
    case 'delete':
      return artifactClient.deleteArtifact(call.name, options)
    case 'upload': {
      const { name, files, root, skipArchive } = call
      return artifactClient.uploadArtifact(name, files, root, { skipArchive })
    }
  }
}
