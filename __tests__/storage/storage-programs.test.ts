import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/storage-servers/free-port.js'
import { Program, whyNotInstalled } from '../support/storage-servers/storage-server.js'
import { paths } from '../support/tree.js'

const NODE = process.execPath

describe('the installation of a storage server', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'programs-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))

  /** Installs by a script. @returns why it failed, and the folders and files afterwards */
  function install(command: string, script = '') {
    const reason = whyNotInstalled('A program', join(root, 'program-1'), () => ({
      command,
      args: ['-e', script]
    }))
    return { reason, found: paths(root) }
  }
  const CREATE = "require('fs').writeFileSync('main.js', '')"

  test('a failure is a reason to skip, and leaves nothing', () => {
    const failed = install(NODE, `${CREATE}; console.error('code ENETUNREACH'); process.exit(1)`)
    expect(failed).toEqual({ reason: expect.stringContaining('code ENETUNREACH'), found: [] })
    const missing = install(join(root, 'none'))
    expect(missing).toEqual({ reason: expect.stringContaining('ENOENT'), found: [] })
  })

  test('after a success, nothing is installed again', () => {
    const complete = { reason: undefined, found: ['program-1/', 'program-1/main.js'] }
    expect(install(NODE, CREATE)).toEqual(complete)
    expect(install(NODE, 'process.exit(1)')).toEqual(complete)
  })
})

test.each([
  ['that ends', NODE, "console.error('bad option'); process.exit(3)", /ended with 3\s.*bad option/],
  ['that does not listen', NODE, "console.log('waiting'); setInterval(() => {}, 9)", /did not accept/],
  ['that does not exist', join(tmpdir(), 'no-such-program'), '', /ENOENT/]
])('a storage server %s fails with its output, and leaves nothing', async (_, command, script, says) => {
  const program = new Program()
  const started = program.start(command, ['-e', script], await freePort(), { limit: 1000 })
  await expect(started).rejects.toThrow(says)
  expect(existsSync(program.folder)).toBe(false)
})
