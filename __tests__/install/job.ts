import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { abandonAll, openTarget } from '../../src/install/target.js'

// A job in its own process: `node --import tsx job.ts PATH TEXT ROUNDS FILES`. It installs FILES files with TEXT into
// PATH, ROUNDS times, and handles SIGTERM like the action.
const [path = '', text = '', rounds = '1', files = '1'] = process.argv.slice(2)

process.on('SIGTERM', () => {
  for (const problem of abandonAll()) console.error(problem)
  process.exit(143)
})

async function round(): Promise<void> {
  const target = await openTarget(path)
  const { folder } = await target.stage()
  for (let index = 0; index < Number(files); index++) {
    const parent = join(folder, `d${index % 7}`)
    if (index < 7) mkdirSync(parent)
    writeFileSync(join(parent, `file-${index}`), text.repeat(1000))
  }
  writeFileSync(join(folder, 'top'), text.repeat(1000))
  console.log('staged')
  await target.install([{ folder, into: [], label: text }], { onConflict: 'overwrite' })
  console.log('installed')
  await target.close()
}

for (let count = 0; count < Number(rounds); count++) await round()
