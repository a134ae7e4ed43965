const MAX_LENGTH = 200

// C0, DEL, C1, line and paragraph separators. Then characters that reorder or hide text: bidi controls, zero-width
// characters, the byte order mark and lone surrogates.
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function escaped(character: string): string {
  const code = character.charCodeAt(0)
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

/**
 * Makes text from outside (artifact, file and branch names, API messages, header values) safe for the log, an error or
 * the summary: one line of at most `maxLength` characters and an ellipsis. It escapes the commands of the runner, which
 * are `::command::` at the start of a line and the legacy `##[command]` anywhere
 * (actions/runner, src/Runner.Common/ActionCommand.cs).
 */
export function printable(text: string, maxLength = MAX_LENGTH): string {
  const characters = Array.from(text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text)
  const cut = characters.length > maxLength || text.length > maxLength * 2
  return (cut ? `${characters.slice(0, maxLength).join('')}…` : text)
    .replace(UNSAFE, escaped)
    .replace(/^(\s*):(?=:)/, '$1\\:')
    .replaceAll('##[', '#\\#[')
}
