import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './build.js'
import { generatedFiles } from './generate.js'

/** Fails when a generated file, dist included, is not what its sources make today. */
const stale: string[] = []
for (const [file, text] of Object.entries(await generatedFiles())) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) stale.push(file)
}

const fresh = mkdtempSync(path.join(tmpdir(), 'dist-'))
try {
  await build(fresh)
  for (const file of new Set([...readdirSync(fresh), ...readdirSync('dist')])) {
    const [made, committed] = [path.join(fresh, file), path.join('dist', file)]
    const same =
      existsSync(made) && existsSync(committed) && readFileSync(made).equals(readFileSync(committed))
    if (!same) stale.push(committed)
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

if (stale.length > 0) {
  console.error(
    `Not fresh: ${stale.join(', ')}. Run \`npm run generate && npm run build\` and commit the result.`
  )
  process.exitCode = 1
} else {
  console.log('dist and all generated files are fresh')
}
