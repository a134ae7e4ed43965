import { styleText } from 'node:util'

export function heading(text: string): string {
  return `  ${styleText('cyan', text)}`
}

export function indented(text: string, by = '  '): string {
  return text.replace(/^/gm, by)
}
