import { FORGED } from './step-problems.js'

/** Names and messages that want to be more than text, each by what it tries. */
export const HOSTILE_TEXTS: Record<string, string> = {
  'a command': `::error::${FORGED}`,
  'a command after space': `\u00a0 \u3000::add-mask::${FORGED}`,
  'a command on a line of its own': `x\n::set-env name=PATH::${FORGED}`,
  'a command after a carriage return': `x\r::add-path::${FORGED}`,
  'a command after other ends of lines': `x\u0085::error::${FORGED}\u2028::error::${FORGED}\u000b::error::${FORGED}`,
  'a legacy command': `x ##[error]${FORGED}`,
  'legacy commands, nested': `####[add-path]${FORGED} ##[##[error]${FORGED}]${FORGED}`,
  'escapes of the runner': `%0A::error::${FORGED}%0D%0A##[error]${FORGED}`,
  'the end of an output': `x\nghadelimiter_1\nfound=false\nevil=${FORGED}`,
  'colours of a terminal': '\u001b[2J\u001b[31mred\u001b]0;title\u0007',
  'text that runs the other way': '\u202egpj.exe\u2066',
  'a link': '[x](https://evil.example)',
  'a bare link': 'https://evil.example www.evil.example',
  'a link by reference': '[x]: https://evil.example\n\n[x]',
  'a picture': '![x](https://evil.example/x.png)<img src="https://evil.example/y.png">',
  HTML: '</td></tr></table><script>alert(1)</script><!-- x',
  'entities of HTML': '&lt;script&gt;&#60;script&#62;',
  'a cell of a table': 'x | y | z |\n| a | b |',
  'a cell of a table, escaped': 'x \\| y \\\\| z',
  'a heading': '\n\n# heading\n\n---\n',
  'code and emphasis': '`x` **x** ~~x~~ $x$ ```\n# x\n```',
  'a prototype': '__proto__',
  'a method': 'constructor',
  'a long one': 'x'.repeat(60_000)
}
