import type { ServerDialect } from '../../__tests__/support/github-server/index.js'
import type { DemoStep } from './show-step.js'

type TourStep = DemoStep & { code?: number }

/** The steps of the tour, with their expected exit codes. Default: 0. */
const TOUR: readonly TourStep[] = [
  {
    title: 'List the three newest artifacts of all runs',
    inputs: { operation: 'list', scope: 'repository', limit: '3' }
  },
  { title: 'Get the newest "dist" of the current run', inputs: { operation: 'get', name: 'dist' } },
  {
    title: 'Get the newest "dist" of a successful run on main (skips forks, failed runs and the current run)',
    inputs: { operation: 'get', name: 'dist', branch: 'main' }
  },
  {
    title: 'List the newest artifact of each name, from the last ten days and all branches except main',
    inputs: {
      operation: 'list',
      scope: 'repository',
      branch: '!main',
      'newer-than': '10d',
      latest: 'true'
    }
  },
  {
    title: 'Download one artifact into dist/ (keeps execute bits)',
    inputs: { name: 'dist', path: 'dist' }
  },
  { title: 'Download all artifacts of the current run, each into its own folder', inputs: { path: 'all' } },
  {
    title: 'Download with a typo in the name (fails and lists similar names)',
    inputs: { name: 'dits' },
    code: 1
  },
  {
    title: 'Dry run: delete all artifacts except the newest of each name',
    inputs: { operation: 'delete', scope: 'repository', 'keep-latest': '1', 'dry-run': 'true' }
  },
  {
    title: 'Delete the previews of all branches except main',
    inputs: { operation: 'delete', scope: 'repository', pattern: 'preview-*\n!preview-main' }
  }
]

/** The steps that make sense on a server: act has no other runs. */
export function tourOf(dialect: ServerDialect): readonly TourStep[] {
  const needsOtherRuns = ({ inputs }: TourStep) =>
    inputs.scope === 'repository' || inputs.branch !== undefined
  return dialect === 'act' ? TOUR.filter(step => !needsOtherRuns(step)) : TOUR
}
