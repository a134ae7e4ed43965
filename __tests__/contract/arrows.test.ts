import path from 'node:path'
import { projectFiles, readProjectFile } from '../support/project.js'

type Imports = Record<string, string[]>

const EDGE = ['main', 'process', 'step', 'inputs', 'outputs']
const LAYERS = ['http', 'github', 'transfer', 'archive', 'target']
/** What asks over the network. */
const ASKING = ['github', 'transfer']

/** What each source file imports: files as paths from the root, packages by name. */
function importsOf(file: string): string[] {
  const specifiers = readProjectFile(file).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...specifiers].map(([, specifier = '']) =>
    specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts')
      : specifier
  )
}

/** What breaks the house's rules, as `file → import`. */
function violations(imports: Imports): string[] {
  return Object.entries(imports).flatMap(([file, targets]) =>
    targets.filter(target => !isAllowed(file, target)).map(target => `${file} → ${target}`)
  )
}

function isAllowed(file: string, target: string): boolean {
  const [, top = '', inner] = file.replace(/\.ts$/, '').split('/')
  const isEdge = inner === undefined && EDGE.includes(top)
  if (/(^|\/)@actions\/core(\/|$)/.test(target)) return isEdge
  const [root, targetTop = '', targetInner] = target.replace(/\.ts$/, '').split('/')
  const isOurs = target.endsWith('.ts')
  if (isOurs && root !== 'src') return false
  if (top === 'domain')
    return isOurs ? targetTop === 'domain' : !/^(node:|@actions\/|@octokit\/)/.test(target)
  if (inner === undefined || !isOurs) return true
  // Below the edge: nothing knows what is above it.
  if (targetInner === undefined && [...EDGE, 'summary', 'index'].includes(targetTop)) return false
  if (LAYERS.includes(top)) {
    return (
      targetTop === top ||
      targetTop === 'domain' ||
      (targetTop === 'http' && ASKING.includes(top)) ||
      (targetInner === undefined && targetTop !== 'request')
    )
  }
  return true
}

const sources = projectFiles('src/*.ts', 'src/**/*.ts')
const imports: Imports = Object.fromEntries(sources.map(file => [file, importsOf(file)]))

test('imports run one way', () => {
  expect(Object.values(imports).flat().length).toBeGreaterThan(200)
  expect(violations(imports)).toEqual([])
})

test('no program is started: what works on one system works on all', () => {
  expect(Object.entries(imports).filter(([, targets]) => targets.includes('node:child_process'))).toEqual([])
})

test.each([
  ['src/archive/worker.ts', '@actions/core'],
  ['src/archive/worker.ts', 'node_modules/@actions/core/lib/command.ts'],
  ['src/operations/list.ts', '@actions/core'],
  ['src/github/client.ts', 'src/transfer/download.ts'],
  ['src/target/target.ts', 'src/archive/extract.ts'],
  ['src/github/client.ts', 'src/operations/list.ts'],
  ['src/github/client.ts', 'src/inputs.ts'],
  ['src/operations/list.ts', 'src/outputs.ts'],
  ['src/domain/size.ts', 'src/github/pages.ts'],
  ['src/domain/size.ts', 'node:fs'],
  ['src/main.ts', '__tests__/support/tree.ts'],
  ['src/main.ts', 'scripts/build.ts']
])('an arrow the wrong way would be found: %s → %s', (file, target) => {
  expect(violations({ [file]: [target] })).toEqual([`${file} → ${target}`])
})
