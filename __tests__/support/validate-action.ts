// Prints what GitHub's language service finds wrong with an action.yml, as JSON. Run through tsx, in its own process.
import { readFileSync } from 'node:fs'
import { validateAction } from '@actions/languageservice/validate-action'
import { TextDocument } from 'vscode-languageserver-textdocument'

const [file = ''] = process.argv.slice(2)
const found = await validateAction(
  TextDocument.create('file:///action.yml', 'yaml', 1, readFileSync(file, 'utf8'))
)
console.log(JSON.stringify(found.map(({ message, range }) => [range.start.line + 1, message])))
