import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Job, runStep, type StepResult } from './runner.js'

/** A step, and the peak of its process's memory in MB. */
export async function measuredStep(
  job: Job,
  inputs: Record<string, string>
): Promise<StepResult & { peak: number }> {
  const file = path.join(job.folder, 'peak')
  const hook = pathToFileURL(path.join(import.meta.dirname, 'peak-memory.mjs'))
  const env = { NODE_OPTIONS: `--import ${hook.href}`, PEAK_MEMORY: file }
  const result = await runStep(job, { inputs, env })
  return { ...result, peak: Number(readFileSync(file, 'utf8')) / 1024 }
}
