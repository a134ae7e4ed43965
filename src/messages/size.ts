const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** A size in bytes as text, in powers of 1000: `999 B`, `1.5 MB`. */
export function formatSize(bytes: number): string {
  const exponent = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)))
  const value = bytes / 1000 ** exponent
  // Otherwise 999,950 B would be "1000.0 kB".
  const rounded = exponent > 0 && value < 999.95 ? value.toFixed(1) : String(Math.round(value))
  return `${rounded} ${UNITS[exponent]}`
}
