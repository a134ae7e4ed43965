import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ActionInputs } from '../../src/inputs/action-inputs.js'
import { artifactsTooLong, pathsTooLong } from '../../src/messages/report.js'
import type { Result } from '../../src/operations/result.js'
import { outputsOf, writeOutputs } from '../../src/report/outputs.js'
import { anArtifact } from '../support/artifact.js'
import { parseOutputs } from '../support/runner.js'

const where = {
  apiUrl: 'https://api.github.com',
  repository: { owner: 'octo-org', repo: 'app' },
  place: { kind: 'repository' },
  minCount: 0
} as ActionInputs

test.each([
  [3, []],
  [1500, [artifactsTooLong(1500), pathsTooLong()]]
])(
  '%i downloads with names of 255 characters: outputs that are too long are empty, with a warning',
  (count, warnings) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'outputs-'))
    const before = process.env.GITHUB_OUTPUT
    process.env.GITHUB_OUTPUT = path.join(folder, 'output')
    try {
      writeFileSync(process.env.GITHUB_OUTPUT, '')
      const selected = Array.from({ length: count }, (_, index) =>
        anArtifact({ id: count - index, name: `${index}`.padEnd(255, 'n') })
      )
      const placed = selected.map(artifact => ({
        artifact,
        folder: `/out/${artifact.name}`,
        files: 1,
        extractedSize: 1,
        digestCheck: 'matches' as const
      }))
      const downloads = { path: '/out', placed, failed: [], files: count, transferredBytes: 1, cacheHits: 0 }
      const result: Result = { operation: 'download', selected, downloads }
      const outputs = outputsOf(result, { apiRequests: 1, serviceRequests: 0, rateLimitRemaining: 1 }, where)
      expect(writeOutputs(outputs, result, { RUNNER_TEMP: folder })).toEqual(warnings)
      const written = parseOutputs(readFileSync(process.env.GITHUB_OUTPUT, 'utf8'))
      const sizes = ['artifacts', 'paths'].map(name => Object.keys(JSON.parse(written[name] ?? '')).length)
      expect(sizes).toEqual(warnings.length === 0 ? [count, count] : [0, 0])
      expect(JSON.parse(readFileSync(written['artifacts-file'] ?? '', 'utf8'))).toHaveLength(count)
    } finally {
      if (before === undefined) delete process.env.GITHUB_OUTPUT
      else process.env.GITHUB_OUTPUT = before
      rmSync(folder, { recursive: true })
    }
  }
)
