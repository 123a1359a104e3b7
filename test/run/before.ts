import type pg from 'pg'

/** The same pool, but that something else happens, once, before a statement with these words and parameters. */
export function before(pool: pg.Pool, statement: string, parameters: readonly unknown[], happen: () => Promise<unknown>): pg.Pool {
  let isOver = false
  const query = async (text: string, values?: unknown[]) => {
    if (!isOver && text.includes(statement) && JSON.stringify(values) === JSON.stringify(parameters)) {
      isOver = true
      await happen()
    }
    return await pool.query(text, values)
  }
  return new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name, target)) })
}
