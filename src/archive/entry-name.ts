import { isAscii } from 'node:buffer'
import { attempt } from '../errors/attempt.js'

/** The upper half of code page 437, the charset of names without the UTF-8 flag (APPNOTE D.1). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8. Undefined for invalid bytes, such as overlong forms and surrogates. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  // Most names are ASCII, and this is four times as fast.
  if (isAscii(bytes)) return bytes.toString('latin1')
  return attempt(() => utf8.decode(bytes))
}

/** Decodes a name without the UTF-8 flag: as UTF-8 if it is valid (many writers forget the flag), else as code page 437. */
export function decodeUnflagged(bytes: Buffer): string {
  return (
    decodeUtf8(bytes) ??
    Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('')
  )
}
