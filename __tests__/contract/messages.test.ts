import { projectFiles, readProjectFile } from '../support/project.js'
import { type SyntaxNode, syntaxNodes } from '../support/syntax-tree.js'

/**
 * Where `src` may read the message of an error, how often, and why. Nothing else searches, cuts, compares or concatenates
 * one: errors have fields for what others need.
 */
const MESSAGE_READS: Record<string, [reads: number, reason: string]> = {
  'src/errors/action-error.ts': [3, 'defines messageOf, and makes an error of any other thrown value'],
  'src/github/api-error.ts': [2, 'reads the message of a response, and makes an error of what Node threw'],
  'src/github/artifact-service/service-client.ts': [1, 'makes an error of what Node threw'],
  'src/http/tunnel.ts': [1, 'makes an error of what Node threw'],
  'src/install/disk-error.ts': [2, 'makes an error of what Node threw'],
  'src/storage/storage-client.ts': [1, 'makes an error of what Node threw'],
  'src/download/from-cache.ts': [1, 'prints what Node threw for the tool cache'],
  'src/download/streaming/hasher.ts': [2, 'makes an error of what a thread threw, or why it could not start'],
  'src/archive/worker.ts': [1, 'sends what Node threw to the main thread'],
  'src/archive/worker-pool.ts': [1, 'makes an error of why a thread could not start'],
  'src/archive/worker-thread.ts': [1, 'makes an error of what a thread threw'],
  'src/archive/archive-run.ts': [1, 'makes an error of what a thread sent'],
  'src/report/report.ts': [2, 'prints errors as warnings'],
  'src/operations/index.ts': [1, 'prints an error before a retry'],
  'src/operations/delete.ts': [2, 'prints errors of artifacts'],
  'src/operations/failure.ts': [1, 'lists the errors of artifacts in the error of the step'],
  'src/operations/download.ts': [1, 'prints errors of artifacts'],
  'src/selection/select-artifacts.ts': [2, 'prints an error as a warning or a notice']
}

/** Files with texts that are not for people: the defaults repeat those of action.yml, which a test compares. */
const NO_TEXTS = ['src/inputs/action-defaults.ts']

const sources = projectFiles('src/*.ts', 'src/**/*.ts')

/** The lines that read the message of an error, or turn a caught error into text. */
function messageReads(source: string): number[] {
  const nodes = syntaxNodes(source)
  // A handler's `message` event and the messages between threads are no errors: only the property counts.
  return nodes.filter(isMessageRead).map(({ line }) => line)
}

function isMessageRead(node: SyntaxNode): boolean {
  const { type, fields } = node
  if (type === 'MemberExpression') {
    const { type: kind } = fields.object as { type: string }
    // Its own message, in a class of errors.
    return kind !== 'ThisExpression' && nameOf(fields.property) === 'message'
  }
  if (type === 'AssignmentPatternProperty' || type === 'KeyValuePatternProperty') {
    return nameOf(fields.key) === 'message'
  }
  if (type === 'CallExpression') {
    const callee = fields.callee as { type: string; property?: unknown; object?: unknown }
    if (nameOf(callee) === 'messageOf') return true
    const [argument] = fields.arguments as { expression: unknown }[]
    if (nameOf(callee) === 'String') return isErrorName(argument?.expression)
    return nameOf(callee.property) === 'toString' && isErrorName(callee.object)
  }
  return type === 'TemplateLiteral' && (fields.expressions as unknown[]).some(isErrorName)
}

/** Of an identifier, a string, or a property in brackets. */
function nameOf(node: unknown): unknown {
  const { type, value, expression } = (node ?? {}) as { type?: string; value?: unknown; expression?: unknown }
  return type === 'Computed' ? nameOf(expression) : value
}

function isErrorName(node: unknown): boolean {
  const { type } = (node ?? {}) as { type?: string }
  return type === 'Identifier' && /^(error|thrown|cause)$/.test(String(nameOf(node)))
}

/** Strings and templates of four or more words, as `line: text`. */
function sentences(source: string): string[] {
  return syntaxNodes(source).flatMap(node => {
    const text = textOf(node)
    return text !== undefined && isSentence(text) && !isForDevelopers(node) ? [`${node.line}: ${text}`] : []
  })
}

/** The text of a string or template, with `x` for each expression. */
function textOf({ type, fields }: SyntaxNode): string | undefined {
  if (type === 'StringLiteral') return String(fields.value)
  if (type !== 'TemplateLiteral' || fields.quasis === undefined) return undefined
  return (fields.quasis as { cooked: string }[]).map(({ cooked }) => cooked).join('x')
}

/** Markup is not text, and the data of shapes has no words of two letters. */
function isSentence(text: string): boolean {
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .split(/\s+/)
    .filter(word => /^[("'`]*[a-z]+(?:[-'][a-z]+)*[)"'`.,:;?!]*$/i.test(word))
  return words.length >= 4 && words.filter(word => /[a-z]{2}/i.test(word)).length >= 2
}

/** The source of an import, or a mistake of a programmer that users never see. */
function isForDevelopers({ parent }: SyntaxNode): boolean {
  return (
    parent?.type === 'ImportDeclaration' ||
    (parent?.type === 'NewExpression' && /^(Type|Range)Error$/.test(String(nameOf(parent.fields.callee))))
  )
}

test('src reads the message of an error only to print it, or to make an error of a foreign one', () => {
  const reads = sources
    .map(file => [file, messageReads(readProjectFile(file))] as const)
    .filter(([file, lines]) => lines.length !== (MESSAGE_READS[file]?.[0] ?? 0))
    .map(([file, lines]) => `${file}: lines ${lines.join(', ')}, allowed: ${MESSAGE_READS[file]?.[0] ?? 0}`)
  expect(reads).toEqual([])
})

test('every file with allowed reads exists', () => {
  expect(Object.keys(MESSAGE_READS).filter(file => !sources.includes(file))).toEqual([])
})

test('texts for people are in src/messages', () => {
  const found = sources
    .filter(file => !file.startsWith('src/messages/') && !NO_TEXTS.includes(file))
    .flatMap(file => sentences(readProjectFile(file)).map(sentence => `${file}:${sentence}`))
  expect(found).toEqual([])
})

test('src/messages has most texts', () => {
  const texts = sources.filter(file => file.startsWith('src/messages/')).map(readProjectFile)
  expect(texts.flatMap(sentences).length).toBeGreaterThan(50)
})

test.each([
  "if (error.message.includes('expired')) retry()",
  'const rest = error?.message.slice(5)',
  "if (error['message'] === 'x') stop()",
  'const text = `${first.message}. ${second}`',
  'const { message } = error',
  'const { message: text } = error',
  'const [{ error: { message } }] = failed',
  'failed.map(({ message }) => message)',
  "if (messageOf(thrown).startsWith('E')) stop()",
  'const text = `Failed: ${error}`',
  'const text = String(error)',
  'const text = error.toString()'
])('finds a read of a message: %s', source => {
  expect(messageReads(source).length).toBeGreaterThan(0)
})

test.each([
  'class E extends Error { get text() { return this.message } }',
  "worker.on('message', message => post(message))",
  "// error.message\nconst message = 'x'",
  "throw new Failure({ message: 'x' })",
  'interface E { message: string }'
])('ignores what is not a read: %s', source => {
  expect(messageReads(source)).toEqual([])
})

test.each([
  ["report.info('The run was not found')", '1: The run was not found'],
  ['\nconst text = `Deleted ${count} of the artifacts (${size})`', '2: Deleted x of the artifacts (x)'],
  ["fail(isOwn ? 'Pass a valid token.' : '')", '1: Pass a valid token.'],
  ["const t = { hint: '<b>Run the step again</b>' }", '1: <b>Run the step again</b>']
])('finds a text: %s', (source, found) => {
  expect(sentences(source)).toEqual([found])
})

test.each([
  '// This is a comment\nimport a from "a b c d e"',
  "throw new TypeError('no layer has this name')",
  "const url = 'https://docs.github.com/en/rest/actions'",
  'const tag = `<rect x="${x}" y="0" width="${w}" height="5"/>`',
  'const path = `M ${x} ${y} L ${x} ${y}`',
  "const three = 'only three words'",
  'const pattern = /one two three four/'
])('ignores what is not a text: %s', source => {
  expect(sentences(source)).toEqual([])
})
