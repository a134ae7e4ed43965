import type { ShownStep } from './show.js'

/** A step of the tour, and the exit code that it should have: 0, unless it is there to fail. */
export const TOUR: readonly (ShownStep & { code?: number })[] = [
  {
    title: 'The three newest, whichever run has made them',
    inputs: { operation: 'list', scope: 'repository', limit: '3' }
  },
  { title: 'The newest "dist" of this run', inputs: { operation: 'get', name: 'dist' } },
  {
    title:
      'The newest "dist" of a successful run on main: none of a fork, of a run that failed, nor of this one',
    inputs: { operation: 'get', name: 'dist', branch: 'main' }
  },
  {
    title: 'The newest of each name of the last ten days on any branch but main',
    inputs: {
      operation: 'list',
      scope: 'repository',
      branch: '!main',
      'newer-than': '10d',
      latest: 'true'
    }
  },
  {
    title: 'Download one artifact, straight into dist/ (execute bits come back)',
    inputs: { name: 'dist', path: 'dist' }
  },
  { title: 'Download every artifact of this run, a folder each', inputs: { path: 'all' } },
  { title: 'A name that is not there fails, and says what is', inputs: { name: 'dits' }, code: 1 },
  {
    title: 'What would a clean-up delete that keeps the newest of each name?',
    inputs: { operation: 'delete', scope: 'repository', 'keep-latest': '1', 'dry-run': 'true' }
  },
  {
    title: 'Delete the previews',
    inputs: { operation: 'delete', scope: 'repository', pattern: 'preview-*\n!preview-main' }
  }
]
