const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** Bytes for a person, in powers of 1000: `999 B`, `1.5 MB`. */
export function formatSize(bytes: number): string {
  const exponent = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)))
  const value = bytes / 1000 ** exponent
  // 999,950 B would otherwise read "1000.0 kB".
  const rounded = exponent > 0 && value < 999.95 ? value.toFixed(1) : String(Math.round(value))
  return `${rounded} ${UNITS[exponent]}`
}

const FACTORS: Record<string, number> = {
  '': 1,
  k: 1000,
  m: 1000 ** 2,
  g: 1000 ** 3,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3
}

/** Bytes of `500`, `10KB`, `1.5GB` (powers of 1000) or `4GiB` (of 1024); undefined for anything else. */
export function parseSize(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?(?:([kmg]i?)?b)?$/i.exec(text) ?? []
  const factor = FACTORS[unit.toLowerCase()]
  if (digits === undefined || factor === undefined) return undefined
  const bytes = Math.round(Number(digits) * factor)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
