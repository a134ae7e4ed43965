const OF_PULL_REQUESTS = [
  'pull_request',
  'pull_request_sync',
  'pull_request_assign',
  'pull_request_label',
  'pull_request_milestone',
  'pull_request_review_request'
]

/**
 * The hooks of Gitea and Forgejo behind the events that do not have the name of their hook. A schedule has the hook that
 * set it up. https://github.com/go-gitea/gitea/blob/main/modules/actions/github.go
 */
const HOOKS = new Map(
  Object.entries<readonly string[]>({
    pull_request: OF_PULL_REQUESTS,
    pull_request_target: OF_PULL_REQUESTS,
    pull_request_review: [
      'pull_request_review_approved',
      'pull_request_review_rejected',
      'pull_request_review_comment'
    ],
    issues: ['issues', 'issue_assign', 'issue_label', 'issue_milestone'],
    issue_comment: ['issue_comment', 'pull_request_comment'],
    registry_package: ['package'],
    gollum: ['wiki'],
    schedule: ['schedule', 'push']
  })
)

/** The hooks that may be behind an event. */
export function hooksOf(event: string): readonly string[] {
  return HOOKS.get(event) ?? [event]
}

/** Whether another event has the same hook. */
export function sharesHook(event: string): boolean {
  return ['push', 'schedule', 'pull_request', 'pull_request_target'].includes(event)
}

/** The event behind a hook: `asked` if that is possible, because the server returns only runs of that event. */
export function eventOf(hook: string, asked: string | undefined): string {
  if (asked !== undefined && hooksOf(asked).includes(hook)) return asked
  const known = [...HOOKS].find(([, hooks]) => hooks.includes(hook) && hook !== 'push')
  return known?.[0] ?? hook
}
