/** The longest name that common file systems take, in bytes of UTF-8. */
const MAX_SEGMENT_BYTES = 255

const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i

/**
 * Why a name cannot be a file or folder name on a platform; undefined when it can. For entries of an archive, artifact
 * names that become folders and names out of Content-Disposition alike.
 */
export function checkSegment(name: string, platform: NodeJS.Platform): string | undefined {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return `"${name}" leads elsewhere`
  if (/[/\\]/.test(name)) return 'it holds a slash or a backslash'
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) return 'it holds a control character'
  if (!name.isWellFormed()) return 'it is no valid Unicode'
  if (Buffer.byteLength(name) > MAX_SEGMENT_BYTES) return `it is longer than ${MAX_SEGMENT_BYTES} bytes`
  if (platform !== 'win32') return undefined
  if (WINDOWS_RESERVED.test(name)) return 'Windows reserves it'
  if (/[<>:"|?*]/.test(name)) return 'it holds a character that Windows does not allow'
  return /[. ]$/.test(name) ? 'it ends in a dot or a space, which Windows drops' : undefined
}
