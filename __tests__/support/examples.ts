import { parse } from 'yaml'
import { projectFiles, readProjectFile } from './project.js'
import type { Job, Step, Workflow } from './workflows.js'

export const documents = projectFiles('*.md', 'docs/*.md')

/** The YAML examples of a Markdown text, however their fences are written; https://spec.commonmark.org/0.31.2/#fenced-code-blocks */
export function examplesIn(markdown: string): string[] {
  const fenced = /^[ \t]*(`{3,}|~{3,})[ \t]*ya?ml\b[^\n]*\n(.*?)^[ \t]*\1/gims
  return [...markdown.matchAll(fenced)].map(([, , yaml = '']) => yaml)
}

/** Every example of the documents. */
export const examples = documents.flatMap(file =>
  examplesIn(readProjectFile(file)).map(yaml => ({ file, yaml, value: parse(yaml) as unknown }))
)

/** Every step in an example, be it a list of steps, a job or a workflow. */
export function stepsIn(value: unknown): Step[] {
  if (typeof value !== 'object' || value === null) return []
  return ['uses' in value ? (value as Step) : [], ...Object.values(value).map(stepsIn)].flat()
}

/** Its jobs, each with the permissions that it has; steps alone are a job whose permissions are not shown. */
export function jobsIn(value: unknown): (Job & { isShown: boolean })[] {
  if (Array.isArray(value)) return [{ steps: value as Step[], isShown: false }]
  const { jobs, steps, permissions } = (value ?? {}) as Partial<Workflow> & Pick<Job, 'steps'>
  const whole = Object.values(jobs ?? {}).map(job => ({
    ...(permissions && { permissions }),
    ...job,
    isShown: true
  }))
  return steps
    ? [...whole, { steps, isShown: permissions !== undefined, ...(permissions && { permissions }) }]
    : whole
}

const ACTION = /^(https:\/\/github\.com\/)?artifact-action\/artifact-action(\/node20)?@v1$/

export function isOurs({ uses = '' }: Step): boolean {
  return ACTION.test(uses)
}
