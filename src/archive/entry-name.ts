import { isAscii } from 'node:buffer'

/** The upper half of code page 437, the charset of names without the UTF-8 flag (APPNOTE D.1). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of valid UTF-8; undefined where bytes are overlong, surrogates or otherwise not valid. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  // Most names are, and this way is four times as fast.
  if (isAscii(bytes)) return bytes.toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** A name without the UTF-8 flag: as UTF-8 where it is valid (many writers forget the flag), else by code page 437. */
export function decodeUnflagged(bytes: Buffer): string {
  return (
    decodeUtf8(bytes) ??
    Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('')
  )
}
