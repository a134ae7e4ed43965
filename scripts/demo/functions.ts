import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { data } from '@actions/expressions'
import { BooleanData, StringData } from '@actions/expressions/data/index'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { minimatch } from 'minimatch'

/** `success()` and its like, of a step or a job before which things stand so. Nothing is ever cancelled here. */
export function statusFunctions({
  success,
  failure
}: {
  success: boolean
  failure: boolean
}): FunctionDefinition[] {
  const all = { always: true, success, failure, cancelled: false }
  return Object.entries(all).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new BooleanData(value)
  }))
}

/** `hashFiles()` over the files of a workspace: empty where none matches. */
export function hashFiles(workspace: string): FunctionDefinition {
  return {
    name: 'hashFiles',
    minArgs: 1,
    maxArgs: 255,
    call: (...patterns: data.ExpressionData[]) =>
      new StringData(
        hashOf(
          workspace,
          patterns.map(pattern => pattern.coerceString())
        )
      )
  }
}

function hashOf(workspace: string, patterns: readonly string[]): string {
  const files = readdirSync(workspace, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter(file => isMeant(path.relative(workspace, file).replaceAll(path.sep, '/'), patterns))
    .sort()
  if (files.length === 0) return ''
  const hash = createHash('sha256')
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  return hash.digest('hex')
}

/** Patterns apply in order; a leading `!` takes away. */
function isMeant(file: string, patterns: readonly string[]): boolean {
  return patterns.reduce(
    (isIn, pattern) =>
      pattern.startsWith('!')
        ? isIn && !minimatch(file, pattern.slice(1), { dot: true })
        : isIn || minimatch(file, pattern, { dot: true }),
    false
  )
}
