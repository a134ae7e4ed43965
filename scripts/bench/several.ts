import path from 'node:path'
import { ghMissing } from '../../__tests__/support/clients/gh.js'
import type { Runtime, Setting } from './comparisons.js'
import { measure, sample } from './measure.js'
import type { Row } from './report.js'
import { type ServerInfo, type ServerProcess, withServer } from './server.js'
import { severalToolsFor, type Tool } from './tools.js'
import { MIB, makeZip, type Recipe } from './workloads.js'

/** Several artifacts of one run, downloaded in one step. */
interface Several {
  title: string
  /** File name of the archive. All artifacts have the same bytes. */
  name: string
  recipe: Recipe
  count: number
  /** Per connection. Default: no limit. */
  bytesPerSecond?: number
}

/** Latency of the API and of storage, in ms. */
const API_LATENCY = 60
const STORAGE_LATENCY = 30
const LIMITED = 50e6

const SMALL: Recipe = recipe('3 files', 3, 16_000)
const MEDIUM: Recipe = recipe('42 files, 12 MiB', 42, (12 * MIB) / 42)
const LARGE: Recipe = recipe('60 files, 60 MiB', 60, MIB)
const LIGHT: Recipe = recipe('14 files, 4 MiB', 14, (4 * MIB) / 14)

export const SEVERAL: Several[] = [
  { title: '300 artifacts of 20 kB', name: 'small', recipe: SMALL, count: 300, bytesPerSecond: LIMITED },
  { title: '20 artifacts of 10 MB', name: 'medium', recipe: MEDIUM, count: 20, bytesPerSecond: LIMITED },
  { title: '10 artifacts of 10 MB, no bandwidth limit', name: 'medium', recipe: MEDIUM, count: 10 },
  { title: '6 artifacts of 50 MB', name: 'large', recipe: LARGE, count: 6, bytesPerSecond: LIMITED },
  { title: '40 artifacts of 3.5 MB', name: 'light', recipe: LIGHT, count: 40, bytesPerSecond: LIMITED }
]

/** Half of the files are random bytes, which do not compress. */
function recipe(description: string, count: number, size: number): Recipe {
  const files = Array.from({ length: count }, (_, index) => ({
    path: `out/d${index % 7}/file-${index}.bin`,
    size: Math.floor(size),
    isRandom: index % 2 === 0
  }))
  return { description, level: 6, files }
}

/**
 * Measures downloads of several artifacts: wall times, peak memory, requests and the most requests in flight.
 *
 * @param archives folder of the archives
 */
export async function compareSeveral(
  { node, version, isFirst }: Runtime,
  { runs, folder, tools, archives }: Setting & { archives: string }
): Promise<Row[]> {
  const rows: Row[] = []
  for (const { title, name, recipe, count, bytesPerSecond } of SEVERAL) {
    const zip = await makeZip(`several-${name}`, recipe, archives)
    const zips = Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}-${index}`, zip]))
    const storage = { latency: STORAGE_LATENCY, ...(bytesPerSecond !== undefined && { bytesPerSecond }) }
    const limit = bytesPerSecond === undefined ? '' : `, ${bytesPerSecond / 1e6} MB/s per connection`
    rows.push(
      await withServer(
        { zips, storage, apiLatency: API_LATENCY, overTls: ghMissing === undefined },
        async (place, server) => {
          const installed = severalToolsFor({ node, place, out: path.join(folder, 'files'), tools })
          const all = installed.filter(tool => isFirst || !tool.isSlow)
          const cells = await sample(all, { times: runs, folder })
          return {
            workload: title,
            node: version,
            description: `${recipe.description} each; the API responds after ${API_LATENCY} ms, storage after ${STORAGE_LATENCY} ms${limit}`,
            cells: await withRequests(all, cells, { folder, server, place })
          }
        }
      )
    )
  }
  return rows
}

async function withRequests(
  tools: readonly Tool[],
  cells: Row['cells'],
  { folder, server }: { folder: string; server: ServerProcess; place: ServerInfo }
): Promise<Row['cells']> {
  const counted: Row['cells'] = []
  for (const [index, cell] of cells.entries()) {
    await server.requests()
    await measure(tools[index] as Tool, { folder, memory: false })
    counted.push({ ...cell, requests: await server.requests() })
  }
  return counted
}
