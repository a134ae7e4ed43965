/** The parameters of a path that fits a template like `actions/runs/{run_id}`, decoded. */
export function matchTemplate(template: string, path: string): Record<string, string> | undefined {
  const names = template.split('/')
  const segments = path.split('/')
  if (names.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? ''
    if (name.startsWith('{')) parameters[name.slice(1, -1)] = decodeURIComponent(segment)
    else if (name !== segment) return undefined
  }
  return parameters
}
