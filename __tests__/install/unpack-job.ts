import { extractArchive } from '../../src/archive/extract.js'
import { WorkerPool } from '../../src/archive/worker-pool.js'
import { openTarget } from '../../src/install/target.js'
import { WORKER_URL } from '../support/extraction.js'
import { snapshot } from '../support/tree.js'

// Unpacks an archive in its own process and installs it three times: `node --import tsx unpack-job.ts ARCHIVE PATH`.
// Prints the target as JSON.
const [file = '', path = ''] = process.argv.slice(2)
const pool = new WorkerPool({ workerUrl: WORKER_URL })
const target = await openTarget(path)
const trees = []
for (const into of [['dist', '7'], ['dist', '8'], []]) {
  const { folder } = await target.stage()
  await extractArchive({ file, to: folder, pool })
  trees.push({ folder, into, label: 'dist' })
}
await pool.close()
await target.install(trees, { onConflict: 'overwrite' })
await target.close()
console.log(JSON.stringify(snapshot(path)))
