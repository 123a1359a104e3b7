import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'

/** Flags of `npm ci` that change nothing about what is installed from a lockfile. */
const harmless = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--silent', '-s', '--no-progress']

/**
 * Puts an `npm` first on the PATH which answers `npm ci` by linking `nodeModules`, when the package-lock.json beside that
 * folder equals the one checked out, and refuses loudly otherwise. Everything else goes to the real npm.
 * An installation takes a minute and needs a registry; a link takes neither, and the lockfile says that it is the same.
 */
export async function installNpm(folder: string, nodeModules: string, path: string): Promise<string> {
  const bin = join(folder, 'bin')
  await mkdir(bin, { recursive: true })
  const script = `
const { existsSync, readFileSync, symlinkSync, lstatSync } = require('node:fs')
const refuse = (why) => { console.error('npm ci (linked by the runner): ' + why); process.exit(1) }
const unknown = process.argv.slice(3).filter((flag) => !${JSON.stringify(harmless)}.includes(flag))
if (unknown.length > 0) refuse('not modelled: ' + unknown.join(' '))
if (!existsSync('package-lock.json')) refuse('no package-lock.json in ' + process.cwd())
const host = ${JSON.stringify(join(dirname(nodeModules), 'package-lock.json'))}
if (!readFileSync('package-lock.json').equals(readFileSync(host))) refuse('package-lock.json differs from the installed one')
if (!lstatSync('node_modules', { throwIfNoEntry: false })) symlinkSync(${JSON.stringify(nodeModules)}, 'node_modules')
`
  await writeFile(join(bin, 'npm-ci.cjs'), script)
  // The real npm is found on the PATH behind this folder.
  const npm = `#!/bin/sh
if [ "$1" = ci ]; then exec "${process.execPath}" "${join(bin, 'npm-ci.cjs')}" "$@"; fi
PATH=$(printf %s "$PATH" | sed "s#${bin}:##g")
export PATH
exec npm "$@"
`
  await writeFile(join(bin, 'npm'), npm)
  await chmod(join(bin, 'npm'), 0o755)
  return `${bin}${delimiter}${path}`
}
