import { Compactor } from '../../src/github/artifact-compactor.js'
import { anArtifact } from '../support/artifact.js'

const run = (id: number, head_branch = 'main') => ({ id, repository_id: 1, head_branch })

/** Artifacts as they come: nothing in them is shared. */
const asParsed = () =>
  [
    anArtifact({ id: 5, workflow_run: run(7) }),
    anArtifact({ id: 4, workflow_run: run(7), updated_at: '2026-01-02T00:00:00Z' }),
    anArtifact({ id: 3, workflow_run: run(7, 'renamed') }),
    anArtifact({ id: 2, workflow_run: null }),
    anArtifact({ id: 1, workflow_run: run(8) })
  ].map(artifact => structuredClone(artifact))

test('a long list shares what is equal, and nothing else changes', () => {
  const items = asParsed()
  expect(new Compactor().compact({ total: 5000, items }).items).toEqual(asParsed())
  expect(items[1]?.workflow_run).toBe(items[0]?.workflow_run)
  expect(items[2]?.workflow_run).not.toBe(items[0]?.workflow_run)
})

test('a short list stays as it came', () => {
  const items = asParsed()
  new Compactor().compact({ total: 5, items })
  expect(items).toEqual(asParsed())
  expect(items[1]?.workflow_run).not.toBe(items[0]?.workflow_run)
})
