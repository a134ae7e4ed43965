import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { zipFilesTo } from '../../__tests__/support/artifact-zip.js'
import { isInstalled, type Runtime, type Setting } from './comparisons.js'
import { sample } from './measure.js'
import type { Row } from './report.js'
import { withServer } from './server.js'
import { curlCommand, type Tool, toolsFor } from './tools.js'
import { MIB, makeTree, type Recipe } from './workloads.js'

const RECIPE: Recipe = {
  description: 'a tar.gz of 2 GiB in an artifact',
  level: 0,
  files: Array.from({ length: 2048 }, (_, index) => ({
    path: `build/d${index % 50}/output-${index}.o`,
    size: MIB
  }))
}

/**
 * Measures `unpack` and a pipe of command line tools with the same result: a tar.gz inside an artifact is unpacked.
 *
 * @param archives folder of the archives
 */
export async function compareUnpack(
  { node, version }: Runtime,
  { runs, folder, tools, archives }: Setting & { archives: string }
): Promise<Row> {
  const { zip, tree } = await makeArchive(archives)
  return await withServer({ zips: { tarball: zip }, storage: {} }, async place => {
    const out = path.join(folder, 'files')
    const all = toolsFor({ node, place, artifact: 'tarball', tree, out, tools })
    const [ours] = all as [Tool]
    const unpacking: Tool = {
      ...ours,
      title: '**this action**, `unpack`',
      env: { ...ours.env, INPUT_UNPACK: '*.tar.gz' }
    }
    const pipe = `${curlCommand(place, 'tarball')} | bsdtar -xOf - | tar -xzf - -C '${out}'`
    const piped: Tool = {
      name: 'curl-bsdtar-tar',
      title: 'curl \\| bsdtar \\| tar -xz',
      command: ['bash', '-c', `set -eo pipefail; mkdir -p '${out}'; ${pipe}`],
      env: {},
      isNode: false
    }
    return {
      workload: RECIPE.description,
      node: version,
      description: '2,048 files of 1 MiB in a tar.gz, which is stored in the artifact',
      cells: await sample([unpacking, piped].filter(isInstalled), { times: runs, folder })
    }
  })
}

/** Creates the archive as `tar -czf` and actions/upload-artifact do, unless it exists. */
async function makeArchive(folder: string): Promise<{ zip: string; tree: string }> {
  const tree = makeTree('tarball', RECIPE, folder)
  const zip = path.join(folder, 'tarball.zip')
  if (existsSync(zip)) return { zip, tree }
  const tar = path.join(folder, 'tarball.tar.gz')
  execFileSync('tar', ['-czf', tar, '-C', tree, '.'])
  await zipFilesTo(zip, { 'build.tar.gz': { data: createReadStream(tar) } }, { level: RECIPE.level })
  rmSync(tar)
  return { zip, tree }
}
