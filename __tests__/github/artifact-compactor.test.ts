import { Compactor } from '../../src/github/artifact-compactor.js'
import { anArtifact } from '../support/artifact.js'

const run = (id: number, head_branch = 'main') => ({ id, repository_id: 1, head_branch })

/** Artifacts that share no objects. */
const asParsed = () =>
  [
    anArtifact({ id: 5, workflow_run: run(7) }),
    anArtifact({ id: 4, workflow_run: run(7), updated_at: '2026-01-02T00:00:00Z' }),
    anArtifact({ id: 3, workflow_run: run(7, 'renamed') }),
    anArtifact({ id: 2, workflow_run: null }),
    anArtifact({ id: 1, workflow_run: run(8) })
  ].map(artifact => structuredClone(artifact))

test('artifacts of a long list share equal runs, and stay equal', () => {
  const items = asParsed()
  expect(new Compactor().compact({ total: 5000, items }).items).toEqual(asParsed())
  expect(items[1]?.workflow_run).toBe(items[0]?.workflow_run)
  expect(items[2]?.workflow_run).not.toBe(items[0]?.workflow_run)
})

test('a short list shares nothing', () => {
  const items = asParsed()
  new Compactor().compact({ total: 5, items })
  expect(items).toEqual(asParsed())
  expect(items[1]?.workflow_run).not.toBe(items[0]?.workflow_run)
})
