import type pg from 'pg'

/** Told before each statement its text, and after it was sent, or a batch was read, which event of the run that was, counted from 1. */
export interface EventListener {
  before?(statement: string): void
  after(event: number): void
}

/** Counts what a run does on this pool; returns the onProgress that counts what it reads. */
export function countEvents(pool: pg.Pool, listener: EventListener): () => void {
  let events = 0
  function count(): void {
    events += 1
    listener.after(events)
  }
  pool.on('connect', (client) => {
    const send = client.query.bind(client) as (...words: unknown[]) => unknown
    Object.assign(client, {
      query(...words: unknown[]) {
        const [statement] = words
        listener.before?.(typeof statement === 'string' ? statement : '')
        const sent = send(...words)
        count()
        return sent
      },
    })
  })
  return count
}
