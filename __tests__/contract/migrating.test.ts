import { parse } from 'yaml'
import { REPLACEMENTS, STEP_KEY, unknownInputs } from '../../src/inputs/input-names.js'
import { INPUTS } from '../../src/inputs/input-table.js'
import { readProjectFile } from '../support/project.js'

const OUTPUTS = Object.keys(
  (parse(readProjectFile('action.yml')) as { outputs: Record<string, unknown> }).outputs
)

interface Theirs {
  inputs: Record<string, string>
  outputs?: Record<string, string>
}

/** The inputs and outputs of each action or tool (November 2026), with their replacements here. `—` means none. */
const THEIRS: Record<string, Theirs> = {
  'actions/download-artifact': {
    inputs: {
      name: 'name',
      'artifact-ids': 'artifact-ids',
      path: 'path',
      pattern: 'pattern',
      'merge-multiple': 'merge-multiple',
      'github-token': 'github-token',
      repository: 'repository',
      'run-id': 'run-id',
      'skip-decompress': 'skip-decompress',
      'digest-mismatch': 'digest-mismatch'
    },
    outputs: { 'download-path': 'download-path' }
  },
  'dawidd6/action-download-artifact': {
    inputs: {
      github_token: 'github-token',
      workflow: 'workflow',
      workflow_search: '—',
      workflow_conclusion: 'conclusion',
      repo: 'repository',
      pr: 'pull-request',
      commit: 'commit',
      branch: 'branch',
      ref: 'branch, commit',
      event: 'event',
      run_id: 'run-id',
      run_number: 'run-number',
      name: 'name',
      name_is_regexp: 'pattern',
      path: 'path',
      allow_forks: 'allow-forks',
      check_artifacts: '—',
      search_artifacts: '—',
      skip_unpack: 'skip-decompress',
      dry_run: 'operation: list',
      if_no_artifact_found: 'if-no-artifact-found',
      use_unzip: '—',
      merge_multiple: 'merge-multiple'
    },
    outputs: { error_message: '—', dry_run: 'found', found_artifact: 'found', artifacts: 'artifacts' }
  },
  'geekyeggo/delete-artifact': {
    inputs: { name: 'pattern', useGlob: 'pattern', token: 'github-token', failOnError: 'continue-on-error' }
  },
  'c-hive/gha-remove-artifacts': {
    inputs: {
      age: 'older-than',
      GITHUB_TOKEN: 'github-token',
      'skip-tags': 'branch',
      'skip-recent': 'keep-latest'
    }
  },
  'kolpav/purge-artifacts-action': {
    inputs: {
      'expire-in': 'older-than',
      onlyPrefix: 'pattern',
      exceptPrefix: 'pattern',
      token: 'github-token'
    },
    outputs: { 'deleted-artifacts': 'artifacts' }
  },
  'gh run download': {
    inputs: {
      '<run-id>': 'run-id',
      '--name': 'name',
      '--pattern': 'pattern',
      '--dir': 'path',
      '--repo': 'repository',
      GH_TOKEN: 'github-token'
    }
  },
  'curl by hand': {
    inputs: {
      '…/actions/artifacts': 'scope: repository',
      '…/actions/artifacts?name=': 'name',
      '…/actions/runs/ID/artifacts': 'run-id',
      '…/actions/artifacts/ID': 'artifact-ids',
      '…/actions/artifacts/ID/zip': 'artifact-ids',
      '-X DELETE …/actions/artifacts/ID': 'artifact-ids',
      per_page: '—',
      page: '—',
      "-H 'Authorization: …'": 'github-token',
      '--retry': 'retries'
    }
  }
}

/** Each difference from actions/download-artifact, with a pattern for each cell of its row. */
const EXCEPTIONS: [title: string, what: RegExp, theirs: RegExp, here: RegExp][] = [
  ['the folder of a single match', /`pattern`.*\b(one|single)\b/, /v4.*flat.*v5/, /folder/],
  ['no match', /nothing|no match/i, /pass/, /fail.*`if-no-artifact-found: ignore`/],
  ['an ID that is missing', /\bID\b.*\b(not|missing)\b/, /warn/, /fail/],
  ['a wrong digest', /digest/, /warn.*v4.*v7/, /error|fail/],
  ['GitHub Enterprise Server', /Enterprise Server/, /v4/, /current run/],
  ['execute bits', /execute bits/, /lost/, /kept/],
  ['a raw archive', /\.zip\b/, /unpack.*v8|v8.*unpack/, /stays|kept/]
]

const sections = new Map(
  readProjectFile('docs/MIGRATING.md')
    .split(/^## /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section])
)

/** The rows of the table whose first column has this heading. */
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

/** The pairs (before → after) without a row. A row can name several inputs. */
function missingPairs(pairs: Record<string, string>, rows: readonly string[][]): string[] {
  const hasRow = (before: string, after: string) =>
    rows.some(([beforeCell = '', afterCell = '']) => {
      const names = afterCell === '—' ? ['—'] : inCode(afterCell)
      return inCode(beforeCell).includes(before) && after.split(', ').every(name => names.includes(name))
    })
  return Object.entries(pairs)
    .filter(([before, after]) => !hasRow(before, after))
    .map(([before, after]) => `${before} → ${after}`)
}

const inCode = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

test('the document has one section for each action or tool of this test', () => {
  expect([...sections.keys()]).toEqual(Object.keys(THEIRS))
})

describe.each(Object.keys(THEIRS))('%s', heading => {
  const section = sections.get(heading) ?? ''
  const inputs = rowsOf(section, 'before')
  const outputs = rowsOf(section, 'output before')

  test('each of its inputs and outputs has a row with the replacement', () => {
    expect(missingPairs(THEIRS[heading]?.inputs ?? {}, inputs)).toEqual([])
    expect(missingPairs(THEIRS[heading]?.outputs ?? {}, outputs)).toEqual([])
  })

  test('the replacements are inputs and outputs of this action, with valid values', () => {
    const named = inputs.flatMap(([, here = '']) => (here === '—' ? [] : inCode(here)))
    for (const row of inputs)
      expect([row, row[1] === '—' || inCode(row[1] ?? '').length > 0]).toEqual([row, true])
    expect(named.filter(text => text !== STEP_KEY && !isInput(text))).toEqual([])
    const outputNames = outputs.flatMap(([, here = '']) => (here === '—' ? [] : inCode(here)))
    expect(outputNames.filter(name => !OUTPUTS.includes(name))).toEqual([])
  })

  test('each `input: value` in the text is valid for this action', () => {
    const given = section
      .replaceAll(/```.*?```/gs, '')
      .split('\n')
      .flatMap(inCode)
      .filter(text => /^[a-z-]+: \S/.test(text))
    // Inputs of the other actions, and keys of a step or job.
    const others = /^(archive|useGlob|failOnError|continue-on-error|actions|contents|pull-requests): /
    expect(given.filter(text => !others.test(text) && !isInput(text))).toEqual([])
  })
})

test('for an input of another action, the step fails or names the same replacement as the document', () => {
  const actions = Object.entries(THEIRS).filter(([heading]) => heading.includes('/'))
  const theirs = actions
    .flatMap(([, { inputs }]) => Object.entries(inputs))
    .filter(([name, ours]) => ours !== '—' && !Object.hasOwn(INPUTS, name))
  const unknownInput = (name: string) => unknownInputs({ [`INPUT_${name.toUpperCase()}`]: 'x' })[0]
  const differing = theirs.filter(([name, ours]) => {
    const found = unknownInput(name)
    return !found?.isTypo && found?.replacements.join(', ') !== ours
  })
  expect(differing).toEqual([])
  const documented = theirs.map(([name]) => name.toLowerCase())
  const expected = Object.keys(REPLACEMENTS).filter(name => !documented.includes(name))
  expect(expected).toEqual(['artifact-name', 'sha'])
})

test('the README compares the versions that the document is based on', () => {
  const based = [...readProjectFile('docs/MIGRATING.md').matchAll(/^\| ([\w-]+\/[\w-]+) \| .*?\b(v\d+)\b/gm)]
  const compared = [
    ...readProjectFile('README.md').matchAll(/\(https:\/\/github\.com\/([\w/-]+)\) (v\d+) \|/g)
  ]
  const versions = (rows: RegExpMatchArray[]) => rows.map(([, action, version]) => `${action} ${version}`)
  expect(versions(compared)).toEqual([
    'actions/download-artifact v8',
    'dawidd6/action-download-artifact v21',
    'geekyeggo/delete-artifact v5'
  ])
  expect(versions(based)).toEqual(versions(compared))
})

test.each(EXCEPTIONS)('difference from actions/download-artifact: %s', (_, ...cells) => {
  const rows = rowsOf(sections.get('actions/download-artifact') ?? '', 'behavior')
  const matching = rows.filter(row => cells.every((cell, index) => cell.test(row[index] ?? '')))
  expect(matching).not.toEqual([])
})

/** Whether `text` is the name of an input, or `name: value` with a valid value. */
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
