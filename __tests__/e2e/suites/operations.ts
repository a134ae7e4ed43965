import { join } from 'node:path'
import type { ServerDialect } from '../../support/github-server/index.js'
import { errorCodeOf, errorOf } from '../../support/log.js'
import { annotations, givesDigests, type Stage, startStage } from '../../support/stage.js'
import { EXECUTABLE_SHOWN, paths, snapshot } from '../../support/tree.js'

/** A step that passes and one that fails, of each operation in the current run. @param node to run them with */
export function operationsOf(dialect: ServerDialect, node?: string): void {
  let stage: Stage
  beforeEach(async () => {
    // On GitHub by REST: the artifact service has tests of its own.
    stage = await startStage({ dialect }, { hasService: dialect !== 'github' })
  })
  afterEach(() => stage.at.close())

  const upload = (name: string) =>
    stage.at.run.addArtifact(name, {
      files: { 'bin/tool': { data: '#!/bin/sh\n', mode: 0o755 }, [`${name}.txt`]: name }
    })
  const step = (inputs: Record<string, string>) => stage.step(inputs, node === undefined ? {} : { node })

  test('list', async () => {
    await upload('dist')
    const good = await step({ operation: 'list' })
    expect(good).toMatchObject({ code: 0, stderr: '', outputs: { found: 'true', names: '["dist"]' } })
    expect(annotations(good)).toEqual([])
    expect(good.summary).toContain('1 artifact')
    const bad = await step({ operation: 'list', limit: 'many' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: {} })
    expect(errorCodeOf(bad.stdout)).toBe('input-invalid')
    expect(errorOf(bad.stdout).message).toContain('limit "many"')
  })

  test('get', async () => {
    const artifact = await upload('dist')
    const good = await step({ operation: 'get', name: 'dist' })
    expect(good).toMatchObject({ code: 0, stderr: '', outputs: { 'artifact-name': 'dist' } })
    // The ids of act are hashes.
    const id = dialect === 'act' ? /^\d+$/ : new RegExp(`^${artifact.id}$`)
    expect(good.outputs['artifact-id']).toMatch(id)
    const bad = await step({ operation: 'get', name: 'dits' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: { found: 'false' } })
    expect(errorCodeOf(bad.stdout)).toBe('artifact-not-found')
    expect(errorOf(bad.stdout).message).toMatch(/"dits".*"dist"/)
  })

  test('download', async () => {
    await upload('dist')
    const good = await step({ name: 'dist', path: 'out' })
    const verified = String(givesDigests(dialect))
    expect(good).toMatchObject({
      code: 0,
      stderr: '',
      outputs: { 'digest-verified': verified, 'file-count': '2' }
    })
    expect(annotations(good)).toEqual([])
    const { workspace } = stage.at.job
    expect(snapshot(join(workspace, 'out'))).toMatchObject({
      'bin/tool': `file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`
    })
    await stage.at.run.addArtifact('broken', { zip: Buffer.from('PK\u0003\u0004 no archive') })
    const bad = await step({ name: 'broken', path: 'none' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: { 'failed-count': '1' } })
    expect(errorCodeOf(bad.stdout)).toBe('archive-refused')
    expect(errorOf(bad.stdout).message).toMatch(/^Artifact "broken" \(\d+\)/)
    expect(paths(workspace)).toEqual(['out/', 'out/bin/', 'out/bin/tool', 'out/dist.txt'])
  })

  test('delete', async () => {
    await upload('dist')
    const bad = await step({ operation: 'delete' })
    expect(bad).toMatchObject({ code: 1, stderr: '', outputs: {} })
    expect(errorOf(bad.stdout).message).toContain("pattern: '*'")
    expect(stage.at.server.requests).toEqual([])
    const good = await step({ operation: 'delete', pattern: '*' })
    expect(good).toMatchObject({ code: 0, stderr: '', outputs: { 'deleted-count': '1' } })
    expect(stage.names).toEqual([])
  })
}
