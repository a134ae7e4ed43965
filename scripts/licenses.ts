import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The licences of all packages whose code is in bundles, as one text. By webpack's own list of modules: what ncc
 * collects itself leaves out packages whose modules were merged into others.
 *
 * @param stats webpack's statistics of each bundle, as JSON text
 */
export function licensesOf(stats: readonly string[]): string {
  const folders = new Set(
    stats.flatMap(text =>
      [...text.matchAll(/node_modules\/(?:@[\w.-]+\/)?[\w.-]+(?=\/)/g)].map(([folder]) => folder)
    )
  )
  // ncc puts a few lines of its own around the modules: it is MIT as well.
  return [...folders]
    .filter(folder => existsSync(path.join(folder, 'package.json')))
    .sort()
    .map(licenseOf)
    .join('\n')
}

function licenseOf(folder: string): string {
  const { name, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string
    license?: string
  }
  if (license === undefined) throw new Error(`${name} has no licence`)
  const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry))
  const text =
    file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n')
  return `${name}\n${license}\n${text.trimEnd()}\n`
}
