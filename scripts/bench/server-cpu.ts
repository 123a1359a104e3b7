import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

// What the kernel counts in: USER_HZ is 100 on every Linux that Node runs on.
const ticksPerSecond = 100

/**
 * CPU seconds that a PostgreSQL server of this machine has used so far, with all its processes, past ones included; undefined where there is no
 * /proc to read it from. On a machine that does other things as well, differences of it say more than the clock.
 */
export async function serverCpuSeconds(pool: pg.Pool): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined
  const { rows } = await pool.query<{ data_directory: string }>('show data_directory')
  const postmaster = (await readFile(join(rows[0]!.data_directory, 'postmaster.pid'), 'utf8')).split('\n')[0]!
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const processes = await Promise.all(ids.map(readTimes))
  const ours = processes.filter((times) => times !== undefined && (times.id === postmaster || times.parent === postmaster))
  return ours.reduce((sum, times) => sum + times!.own + (times!.id === postmaster ? times!.past : 0), 0) / ticksPerSecond
}

interface Times {
  readonly id: string
  readonly parent: string
  /** Ticks of the process itself, and of children that have ended. */
  readonly own: number
  readonly past: number
}

/** proc(5), /proc/pid/stat: the fields after the name in brackets begin with the third. */
async function readTimes(id: string): Promise<Times | undefined> {
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => Number(fields[number - 3])
  return { id, parent: fields[1]!, own: field(14) + field(15), past: field(16) + field(17) }
}
