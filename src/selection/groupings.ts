/** How a deletion groups artifacts for its keep rules. */
export const GROUPINGS = ['name', 'branch', 'name-and-branch', 'workflow', 'all'] as const

export type Grouping = (typeof GROUPINGS)[number]
