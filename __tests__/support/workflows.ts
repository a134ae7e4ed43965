import path from 'node:path'
import { parse } from 'yaml'
import { projectFiles, readProjectFile } from './project.js'

export interface Step {
  name?: string
  id?: string
  if?: string
  uses?: string
  'continue-on-error'?: boolean | string
  with?: Record<string, string | number | boolean>
  run?: string
}

export interface Job {
  if?: string
  needs?: string | string[]
  'continue-on-error'?: boolean | string
  'runs-on'?: string
  permissions?: Record<string, string>
  strategy?: { matrix: Record<string, unknown> }
  steps?: Step[]
}

export interface Workflow {
  on: unknown
  permissions?: Record<string, string>
  jobs: Record<string, Job>
}

/** The workflows of this repository, by the names of their files. */
export const workflows = projectFiles('.github/workflows/*.yml').map(file => ({
  file: path.posix.basename(file),
  workflow: parse(readProjectFile(file)) as Workflow
}))

export function jobOf(name: string, job: string): Job {
  return workflows.find(({ file }) => file === name)?.workflow.jobs[job] ?? {}
}
