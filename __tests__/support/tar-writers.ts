import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { whyMissing } from './zip-readers.js'

/** A program that makes tar archives. */
export interface TarWriter {
  name: string
  /** Why it cannot run on this machine. */
  missing: string | undefined
  /** Writes the entries of `folder` to `archive`. */
  write: (folder: string, archive: string) => void
}

const PYTHON = `
import os, sys, tarfile
folder, archive, format = sys.argv[1:]
with tarfile.open(archive, 'w', format=getattr(tarfile, format)) as tar:
    for name in sorted(os.listdir(folder)):
        tar.add(os.path.join(folder, name), name)
`

const GO = `
package main
import ("archive/tar"; "io"; "io/fs"; "os"; "path/filepath")
func check(err error) { if err != nil { panic(err) } }
func main() {
	folder, out := os.Args[1], os.Args[2]
	file, err := os.Create(out)
	check(err)
	writer := tar.NewWriter(file)
	check(filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		check(err)
		if name == folder { return nil }
		info, err := entry.Info()
		check(err)
		target := ""
		if info.Mode()&os.ModeSymlink != 0 { target, err = os.Readlink(name); check(err) }
		header, err := tar.FileInfoHeader(info, target)
		check(err)
		relative, err := filepath.Rel(folder, name)
		check(err)
		header.Name = relative
		if info.IsDir() { header.Name += "/" }
		check(writer.WriteHeader(header))
		if !info.Mode().IsRegular() { return nil }
		content, err := os.Open(name)
		check(err)
		defer content.Close()
		_, err = io.Copy(writer, content)
		return err
	}))
	check(writer.Close())
	check(file.Close())
}
`

function runGo(folder: string, archive: string): void {
  const program = mkdtempSync(path.join(tmpdir(), 'go-tar-'))
  try {
    writeFileSync(path.join(program, 'main.go'), GO)
    // Nothing outside the standard library: it needs no network and no module.
    execFileSync('go', ['run', 'main.go', folder, archive], {
      cwd: program,
      env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' }
    })
  } finally {
    rmSync(program, { recursive: true, force: true })
  }
}

const UTF8 = { ...process.env, LC_ALL: 'C.UTF-8' }

/** macOS has another one. */
const isGnu = (() => {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar')
  } catch {
    return false
  }
})()
const gnu = isGnu ? undefined : (whyMissing('tar', '--version') ?? 'tar is not GNU tar')
const run =
  (command: string, ...options: string[]) =>
  (folder: string, archive: string): void => {
    execFileSync(command, [...options, '-cf', archive, '-C', folder, '.'], { env: UTF8 })
  }
const python = (format: string) => (folder: string, archive: string) => {
  execFileSync('python3', ['-c', PYTHON, folder, archive, format])
}

export const tarWriters: readonly TarWriter[] = [
  { name: 'GNU tar', missing: gnu, write: run('tar') },
  { name: 'GNU tar, ustar', missing: gnu, write: run('tar', '--format=ustar') },
  { name: 'GNU tar, pax', missing: gnu, write: run('tar', '--format=pax') },
  { name: 'bsdtar', missing: whyMissing('bsdtar', '--version'), write: run('bsdtar') },
  {
    name: 'bsdtar, ustar',
    missing: whyMissing('bsdtar', '--version'),
    write: run('bsdtar', '--format=ustar')
  },
  ...['USTAR_FORMAT', 'GNU_FORMAT', 'PAX_FORMAT'].map(format => ({
    name: `Python's tarfile, ${format}`,
    missing: whyMissing('python3', '--version'),
    write: python(format)
  })),
  { name: "Go's archive/tar", missing: whyMissing('go', 'version'), write: runGo }
]
for (const { name, missing } of tarWriters)
  if (missing !== undefined) console.log(`skipped: ${name}: ${missing}`)
