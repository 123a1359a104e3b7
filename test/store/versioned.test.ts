import { describe, expect, it } from 'vitest'
import { Versioned } from '../../scripts/store/versioned.ts'

describe('Versioned', () => {
  it('works a value out once for each version of its key', async () => {
    const versioned = new Versioned<string>(10)
    const worked: string[] = []
    const ask = (key: string, version: string) =>
      versioned.get(key, version, async () => {
        worked.push(`${key} ${version}`)
        return `${key} ${version}`
      })

    const values = await Promise.all([ask('a', '1'), ask('a', '1'), ask('b', '1')])
    const later = [await ask('a', '2'), await ask('a', '2'), await ask('b', '1')]

    expect(values).toEqual(['a 1', 'a 1', 'b 1'])
    expect(later).toEqual(['a 2', 'a 2', 'b 1'])
    expect(worked).toEqual(['a 1', 'b 1', 'a 2'])
  })

  it('works it out again after a failure', async () => {
    const versioned = new Versioned<string>(10)

    const failing = versioned.get('a', '1', () => Promise.reject(new Error('the database is gone')))

    await expect(failing).rejects.toThrow('the database is gone')
    expect(await versioned.get('a', '1', async () => 'back')).toBe('back')
  })

  it('forgets what was asked for longest ago', async () => {
    const versioned = new Versioned<number>(2)
    let worked = 0
    const ask = (key: string) => versioned.get(key, '1', async () => (worked += 1))

    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key)

    expect(worked).toBe(4)
  })
})
