import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ActionError } from '../../src/errors/action-error.js'
import { diskError, errnoOf, reasonOf, withPaths } from '../../src/install/disk-error.js'
import { exceptOnWindows } from '../support/platform.js'

// What a user without the permission sees: e2e/machine.test.ts.

const failure = (code: string, fields: { path?: string; dest?: string } = {}) =>
  Object.assign(new Error(`${code}: failed`), { code, ...fields })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-error-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each([
  [failure('ENOENT'), 'ENOENT'],
  [{ code: 'EBUSY' }, 'EBUSY'],
  [{ code: 5 }, undefined],
  [new Error('x'), undefined],
  ['ENOENT', undefined],
  [null, undefined]
])('the code of %j is %j', (thrown, code) => {
  expect(errnoOf(thrown)).toBe(code)
})

describe('diskError', () => {
  test.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EIO', 'disk-failed'],
    ['EACCES', 'disk-failed']
  ])('%s is %s', (code, expected) => {
    const cause = failure(code)
    const error = diskError(cause, 'Cannot write "a"')
    expect([error.code, error.cause]).toEqual([expected, cause])
    expect(error.message).toContain('Cannot write "a"')
    expect(error.message).toContain(code)
  })

  test('returns an ActionError unchanged', () => {
    const error = new ActionError('internal', 'x')
    expect(diskError(error, 'y')).toBe(error)
  })

  test('a hint replaces the advice', () => {
    expect(diskError(failure('ENOSPC'), 'x', 'Do this.').explanation).toContain('Do this.')
  })
})

describe('the reason', () => {
  test('of an ActionError is its title', () => {
    const error = new ActionError('disk-full', 'x')
    expect(reasonOf(error)).toBe(error.title)
  })

  test.each(['EACCES', 'EPERM'])('of %s names dest, else path, else nothing', code => {
    const [path, dest] = [join(folder, 'a'), join(folder, 'b')]
    expect(reasonOf(failure(code, { path, dest }))).toContain(`"${dest}"`)
    expect(reasonOf(failure(code, { path }))).toContain(`"${path}"`)
    expect(reasonOf(failure(code))).toContain(code)
    expect(reasonOf(failure(code))).not.toContain(folder)
  })

  test('of other codes names no path', () => {
    expect(reasonOf(failure('ENOENT', { path: folder }))).not.toContain(folder)
  })

  exceptOnWindows('owners')('owners', () => {
    test('names the owner of the path, and the user of the step', () => {
      const path = join(folder, 'a')
      writeFileSync(path, '')
      const id = process.geteuid?.()
      expect(reasonOf(failure('EPERM', { path }))).toMatch(new RegExp(`"${path}" .*\\b${id}\\b.*\\b${id}\\b`))
    })

    const asRoot = process.getuid?.() === 0 ? describe : describe.skip
    asRoot('a sticky folder', () => {
      const NOBODY = 65_534
      /** The reason for another user. */
      const reasonForNobody = (path: string) => {
        process.seteuid?.(NOBODY)
        try {
          return reasonOf(failure('EPERM', { path, dest: join(folder, 'new') }))
        } finally {
          process.seteuid?.(0)
        }
      }
      beforeEach(() => {
        chmodSync(folder, 0o1777)
      })

      test('holds what others own', () => {
        const path = join(folder, 'theirs')
        writeFileSync(path, '')
        expect(reasonForNobody(path)).toMatch(new RegExp(`"${path}" .*\\b0\\b.*\\b${NOBODY}\\b`))
      })

      test('a link that others own stays named if its target is not denied', () => {
        const path = join(folder, 'link')
        mkdirSync(join(folder, 'target'), { mode: 0o777 })
        symlinkSync('target/open', path)
        mkdirSync(join(folder, 'target/open'), { mode: 0o777 })
        expect(reasonForNobody(path)).toContain(`"${path}"`)
      })

      test('the target of a link is named if others own that too', () => {
        const path = join(folder, 'link')
        writeFileSync(join(folder, 'target'), '')
        symlinkSync('target', path)
        expect(reasonForNobody(path)).toContain(`"${join(folder, 'target')}"`)
      })
    })
  })
})

describe('withPaths', () => {
  const rename = (text: string) => text.replaceAll('/staging', '/out')

  test('renames paths in all fields of a copy', () => {
    const error = Object.assign(new Error('EIO: /staging/a'), {
      code: 'EIO',
      path: '/staging/a',
      dest: '/staging/b'
    })
    const renamed = withPaths(error, rename)
    expect(renamed).not.toBe(error)
    expect(renamed).toMatchObject({ message: 'EIO: /out/a', code: 'EIO', path: '/out/a', dest: '/out/b' })
    expect((renamed as Error).stack).toContain('/out/a')
    expect(error.path).toBe('/staging/a')
  })

  test('an error without paths and without a stack', () => {
    expect(withPaths({ code: 'EIO', message: 'x' }, rename)).toMatchObject({ code: 'EIO', path: undefined })
  })

  test.each([
    ['an error without a code', new Error('x')],
    ['an ActionError', new ActionError('internal', 'x')]
  ])('returns %s unchanged', (_, error) => {
    expect(withPaths(error, rename)).toBe(error)
  })
})
