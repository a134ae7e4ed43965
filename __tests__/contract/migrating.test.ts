import { parse } from 'yaml'
import { INPUTS } from '../../src/inputs.js'
import { readProjectFile } from '../support/project.js'

const OUTPUTS = Object.keys(
  (parse(readProjectFile('action.yml')) as { outputs: Record<string, unknown> }).outputs
)

/** The inputs that each has by its action.yml or manual of November 2026, and its outputs. */
const THEIRS: Record<string, { inputs: string[]; outputs?: string[] }> = {
  'actions/download-artifact': {
    inputs: [
      ...[
        'name',
        'artifact-ids',
        'path',
        'pattern',
        'merge-multiple',
        'github-token',
        'repository',
        'run-id'
      ],
      ...['skip-decompress', 'digest-mismatch']
    ],
    outputs: ['download-path']
  },
  'dawidd6/action-download-artifact': {
    inputs: [
      ...[
        'github_token',
        'workflow',
        'workflow_search',
        'workflow_conclusion',
        'repo',
        'pr',
        'commit',
        'branch'
      ],
      ...['ref', 'event', 'run_id', 'run_number', 'name', 'name_is_regexp', 'path', 'allow_forks'],
      ...[
        'check_artifacts',
        'search_artifacts',
        'skip_unpack',
        'dry_run',
        'if_no_artifact_found',
        'use_unzip'
      ],
      'merge_multiple'
    ],
    outputs: ['error_message', 'dry_run', 'found_artifact', 'artifacts']
  },
  'geekyeggo/delete-artifact': { inputs: ['name', 'token', 'useGlob', 'failOnError'] },
  'c-hive/gha-remove-artifacts': { inputs: ['age', 'GITHUB_TOKEN', 'skip-tags', 'skip-recent'] },
  'kolpav/purge-artifacts-action': {
    inputs: ['expire-in', 'token', 'onlyPrefix', 'exceptPrefix'],
    outputs: ['deleted-artifacts']
  },
  'gh run download': { inputs: ['<run-id>', '--name', '--pattern', '--dir', '--repo'] },
  'curl by hand': { inputs: ['…/actions/artifacts', '…/actions/artifacts/ID/zip'] }
}

const sections = new Map(
  readProjectFile('docs/MIGRATING.md')
    .split(/^## /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section])
)

/** The rows of the section's table whose first column has this head: what is theirs, what is here, and what differs. */
function rowsOf(section: string, head: string): string[][] {
  const [, table = ''] = section.split(new RegExp(`^\\| ${head} \\|.*\\n\\| --- .*\\n`, 'm'))
  return (table.match(/^(\|.*\n)*/)?.[0] ?? '')
    .split('\n')
    .filter(Boolean)
    .map(row =>
      row
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim())
        .slice(1, -1)
    )
}

const inCode = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

test('every way that the document promises has a section, and every section is checked here', () => {
  expect([...sections.keys()]).toEqual(Object.keys(THEIRS))
})

describe.each(Object.keys(THEIRS))('%s', heading => {
  const section = sections.get(heading) ?? ''
  const inputs = rowsOf(section, 'theirs')
  const outputs = rowsOf(section, 'their output')

  test('every input and output of theirs has a row', () => {
    expect(inputs.flatMap(([theirs = '']) => inCode(theirs))).toEqual(
      expect.arrayContaining(THEIRS[heading]?.inputs ?? [])
    )
    expect(outputs.flatMap(([theirs = '']) => inCode(theirs)).sort()).toEqual(
      (THEIRS[heading]?.outputs ?? []).sort()
    )
  })

  test('what they become are inputs and outputs of this action, with values that it takes', () => {
    const named = inputs.flatMap(([, here = '']) => (here === '—' ? [] : inCode(here)))
    for (const row of inputs)
      expect([row, row[1] === '—' || inCode(row[1] ?? '').length > 0]).toEqual([row, true])
    expect(named.filter(text => !isInput(text))).toEqual([])
    const outputNames = outputs.flatMap(([, here = '']) => (here === '—' ? [] : inCode(here)))
    expect(outputNames.filter(name => !OUTPUTS.includes(name))).toEqual([])
  })

  test('`input: value` in the remarks is something that this action takes', () => {
    const given = section
      .replaceAll(/```.*?```/gs, '')
      .split('\n')
      .flatMap(inCode)
      .filter(text => /^[a-z-]+: \S/.test(text))
    // Theirs, and a key of a step.
    const others = /^(archive|useGlob|failOnError|continue-on-error|actions): /
    expect(given.filter(text => !others.test(text) && !isInput(text))).toEqual([])
  })
})

/** `name`, or `name: value` with a value that its parser takes. */
function isInput(text: string): boolean {
  const [name = '', value] = text.split(/: (.*)/)
  const input = (INPUTS as Record<string, { parser: (value: string) => unknown }>)[name]
  if (input === undefined) return false
  if (value === undefined || value.includes('${{')) return true
  try {
    input.parser(value.replace(/^'(.*)'$/, '$1'))
    return true
  } catch {
    return false
  }
}
