import { describe, expect, it } from 'vitest'
import { Remembered } from '../../scripts/store/remembered.ts'

describe('Remembered', () => {
  it('works a value out once for each version of its key', async () => {
    const remembered = new Remembered<string>(10)
    const worked: string[] = []
    const ask = (key: string, version: string) =>
      remembered.get(key, version, async () => {
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
    const remembered = new Remembered<string>(10)

    const failing = remembered.get('a', '1', () => Promise.reject(new Error('the database is gone')))

    await expect(failing).rejects.toThrow('the database is gone')
    expect(await remembered.get('a', '1', async () => 'back')).toBe('back')
  })

  it('forgets what was asked for longest ago', async () => {
    const remembered = new Remembered<number>(2)
    let worked = 0
    const ask = (key: string) => remembered.get(key, '1', async () => (worked += 1))

    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key)

    expect(worked).toBe(4)
  })
})
