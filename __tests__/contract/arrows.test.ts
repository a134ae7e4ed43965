import path from 'node:path'
import { projectFiles, readProjectFile } from '../support/project.js'

interface Import {
  /** A file of ours as a path from the root, or a package. */
  target: string
  /** Whether the compiler removes it. */
  isType: boolean
}
type Imports = Record<string, Import[]>

/** The folders of src, from the top down. A folder imports from itself and from those in lines below its own. */
const LAYERS = [
  ['index'],
  ['run'],
  ['report'],
  ['operations'],
  ['inputs'],
  ['download'],
  ['selection', 'install'],
  ['storage'],
  ['github', 'archive'],
  ['http'],
  ['concurrency', 'memory', 'text', 'time'],
  ['errors'],
  ['messages']
]
/** Folders whose types of data messages may name. */
const TYPES_FOR_MESSAGES = ['github', 'selection', 'time', 'operations']
/** Only these write outputs. */
const MAY_USE_CORE = ['report']

/** What each source file imports. */
function importsOf(file: string): Import[] {
  const statements = readProjectFile(file).matchAll(
    /(?:(?:import|export)\s+(type\s)?[^'"()]*?from\s*|import\s*\(\s*|import\s+)'([^']+)'/g
  )
  return [...statements].map(([, type, specifier = '']) => ({
    target: specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier).replace(/\.(c?)js$/, '.$1ts')
      : specifier,
    isType: type !== undefined
  }))
}

function layerOf(file: string): number {
  const [, folder = ''] = file.replace(/\.c?ts$/, '').split('/')
  return LAYERS.findIndex(folders => folders.includes(folder))
}

function folderOf(file: string): string {
  return file.replace(/\.c?ts$/, '').split('/')[1] ?? ''
}

/** What breaks the rules, as `file → import`. */
function violations(imports: Imports): string[] {
  return Object.entries(imports).flatMap(([file, targets]) =>
    targets.filter(target => !isAllowed(file, target)).map(({ target }) => `${file} → ${target}`)
  )
}

function isAllowed(file: string, { target, isType }: Import): boolean {
  if (/(^|\/)@actions\/core(\/|$)/.test(target)) return MAY_USE_CORE.includes(folderOf(file))
  if (!/\.c?ts$/.test(target)) return true
  if (!target.startsWith('src/')) return false
  if (folderOf(file) === folderOf(target)) return true
  if (folderOf(file) === 'messages') return isType && TYPES_FOR_MESSAGES.includes(folderOf(target))
  return layerOf(target) > layerOf(file)
}

/** Files that import each other, directly or through others, types included. */
function cycles(imports: Imports): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (file: string, trail: readonly string[]) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
      return
    }
    state.set(file, 'open')
    for (const { target } of imports[file] ?? []) visit(target, [...trail, file])
    state.set(file, 'done')
  }
  for (const file of Object.keys(imports)) visit(file, [])
  return found
}

const sources = projectFiles('src/*.ts', 'src/**/*.ts')
const imports: Imports = Object.fromEntries(sources.map(file => [file, importsOf(file)]))

test('only the entry and the run are in the root of src, and every folder has a layer', () => {
  expect(sources.filter(file => file.split('/').length === 2)).toEqual(['src/index.ts', 'src/run.ts'])
  expect(sources.filter(file => layerOf(file) < 0)).toEqual([])
})

test('imports run one way', () => {
  expect(Object.values(imports).flat().length).toBeGreaterThan(400)
  expect(violations(imports)).toEqual([])
})

test('no files import each other in a circle', () => {
  expect(cycles(imports)).toEqual([])
})

test('no program is started: what works on one system works on all', () => {
  const starting = sources.filter(file =>
    imports[file]?.some(({ target }) => target === 'node:child_process')
  )
  expect(starting).toEqual([])
})

test.each([
  ['src/archive/worker.ts', '@actions/core', false],
  ['src/archive/worker.ts', 'node_modules/@actions/core/lib/command.ts', false],
  ['src/operations/list.ts', '@actions/core', false],
  ['src/run.ts', '@actions/core', false],
  ['src/github/api-client.ts', 'src/storage/storage-client.ts', false],
  ['src/install/target.ts', 'src/download/layout.ts', false],
  ['src/selection/select.ts', 'src/install/target.ts', false],
  ['src/github/api-client.ts', 'src/operations/list.ts', false],
  ['src/selection/select.ts', 'src/inputs/action-inputs.ts', true],
  ['src/operations/list.ts', 'src/report/outputs.ts', false],
  ['src/messages/plural.ts', 'src/errors/errors.ts', true],
  ['src/messages/plural.ts', 'src/selection/inputs.ts', false],
  ['src/inputs/inputs.ts', 'src/run.ts', false],
  ['src/run.ts', '__tests__/support/tree.ts', false],
  ['src/run.ts', 'scripts/build.ts', false]
])('an arrow the wrong way is found: %s → %s', (file, target, isType) => {
  expect(violations({ [file]: [{ target, isType }] })).toEqual([`${file} → ${target}`])
})

test('a circle is found, of types too', () => {
  const circle: Imports = {
    'src/a/a.ts': [{ target: 'src/a/b.ts', isType: true }],
    'src/a/b.ts': [{ target: 'src/a/a.ts', isType: false }]
  }
  expect(cycles(circle)).toEqual(['src/a/a.ts → src/a/b.ts → src/a/a.ts'])
})
