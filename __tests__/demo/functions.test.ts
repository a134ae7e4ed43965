import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StringData } from '@actions/expressions/data/index'
import { hashFiles } from '../../scripts/demo/functions.js'

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const A = sha256('of a')
const B = sha256('of b')

test.each<[string[], Buffer[]]>([
  [['**/*.json'], [A, B]],
  [['a.json'], [A]],
  [['*.json'], [A]],
  [['sub/.b.json'], [B]],
  [['**', '!sub/**'], [A]],
  [['none'], []]
])('hashFiles(%j) is the hash of the hashes of what matches', (patterns, hashes) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hash-files-'))
  mkdirSync(path.join(folder, 'sub'))
  writeFileSync(path.join(folder, 'a.json'), 'of a')
  writeFileSync(path.join(folder, 'sub/.b.json'), 'of b')
  const expected = hashes.length === 0 ? '' : sha256(...hashes).toString('hex')
  expect(
    hashFiles(folder)
      .call(...patterns.map(pattern => new StringData(pattern)))
      .coerceString()
  ).toBe(expected)
  rmSync(folder, { recursive: true })
})
