import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'

/** The parts of action.yml that the generated files need. */
interface ActionMetadata {
  inputs: Record<string, { description: string; default?: string }>
  outputs: Record<string, { description: string }>
}

const GENERATED = 'Generated from action.yml by `npm run generate`.'

/** The complete text of each file generated from action.yml, by path. */
export async function generatedFiles(): Promise<Record<string, string>> {
  const text = readFileSync('action.yml', 'utf8')
  const action = parse(text) as ActionMetadata
  return {
    'src/inputs/action-defaults.ts': defaultsModule(action),
    'node20/action.yml': node20Action(text),
    'README.md': await readme(action)
  }
}

function defaultsModule({ inputs }: ActionMetadata): string {
  const rows = Object.entries(inputs).map(([name, input]) => {
    const key = /^\w+$/.test(name) ? name : `'${name}'`
    return `  ${key}: '${input.default ?? ''}'`
  })
  return `// ${GENERATED}

/** The default of every input in action.yml, including expressions. */
export const DEFAULTS = {
${rows.join(',\n')}
} as const

export type InputName = keyof typeof DEFAULTS
`
}

/** The same action for runners without Node 24: `uses: OWNER/REPO/node20@v1`. */
function node20Action(text: string): string {
  return `# ${GENERATED}\n${text.replace('using: node24', 'using: node20').replace('main: dist/', 'main: ../dist/')}`
}

async function readme({ inputs, outputs }: ActionMetadata): Promise<string> {
  // A dynamic import, because inputs.ts imports the defaults that this script writes.
  const { INPUTS } = await import('../src/inputs/input-table.js')
  const operationsOf = (name: string) => INPUTS[name as keyof typeof INPUTS].operations
  const inputRows = Object.entries(inputs).map(([name, input]) => {
    const operations = operationsOf(name).length === 4 ? 'all' : operationsOf(name).join(', ')
    return `| \`${name}\` | ${operations} | ${code(input.default)} | ${cell(input.description)} |`
  })
  const outputRows = Object.entries(outputs).map(
    ([name, output]) => `| \`${name}\` | ${cell(output.description)} |`
  )
  const sections = {
    inputs: ['| input | operations | default | meaning |', '|---|---|---|---|', ...inputRows].join('\n'),
    outputs: ['| output | value |', '|---|---|', ...outputRows].join('\n')
  }
  return Object.entries(sections).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`),
        (_, open: string, close: string) => `${open}${table}\n${close}`
      ),
    readFileSync('README.md', 'utf8')
  )
}

function code(text: string | undefined): string {
  return text ? `\`${text}\`` : ''
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

if (process.argv[1]?.endsWith('generate.ts')) {
  for (const [file, text] of Object.entries(await generatedFiles())) writeFileSync(file, text)
}
