import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { bytesText, durationText } from '../../scripts/terminal/amounts.ts'
import { openProgress } from '../../scripts/terminal/progress.ts'
import { advanceText, barText } from '../../scripts/terminal/progress-text.ts'

const half = { label: 'acme/jobs', unit: 'bytes', done: 50_000_000, total: 200_000_000, elapsedMs: 10_000, detail: '9500 records' }

/** A log that time passes beside, as it is told to. */
function aLog() {
  const lines: string[] = []
  let now = 0
  const stream = { write: (text: string) => lines.push(text) } as unknown as NodeJS.WritableStream
  return { lines, place: { stream, isQuiet: false, ticks: () => now }, pass: (ms: number) => (now += ms) }
}

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [17_634, '17.6 kB'],
    [204_596_712, '204.6 MB'],
    [5_000_000_000_000, '5000.0 GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })

  it.each([
    [1, '1 s'],
    [59_000, '59 s'],
    [80_000, '1 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text)
  })
})

describe('advanceText', () => {
  it('says how far, how fast and how long still', () => {
    expect(advanceText(half)).toBe('50.0 MB of 200.0 MB, 5.0 MB/s, 30 s left, 9500 records')
  })

  it('estimates nothing where the total is unknown', () => {
    expect(advanceText({ ...half, total: undefined })).toBe('50.0 MB, 5.0 MB/s, 9500 records')
  })

  it('gives no rate at the beginning', () => {
    expect(advanceText({ ...half, elapsedMs: 100 })).toBe('50.0 MB of 200.0 MB, 9500 records')
  })

  it('counts other things by their name', () => {
    expect(advanceText({ ...half, unit: 'feeds', done: 3, total: 12, detail: '' })).toBe('3 of 12 feeds, 0.3 feeds/s, 30 s left')
  })
})

describe('barText', () => {
  it('draws a bar where there is room, and never more than the width', () => {
    expect(barText(half, 100)).toBe('acme/jobs  ██████░░░░░░░░░░░░░░░░░░  50.0 MB of 200.0 MB, 5.0 MB/s, 30 s left, 9500 records')
    expect(barText(half, 80)).toBe('acme/jobs  ███░░░░░░░░░░  50.0 MB of 200.0 MB, 5.0 MB/s, 30 s left, 9500 records')
    expect(barText(half, 40)).toBe('acme/jobs  50.0 MB of 200.0 MB, 5.0 MB/s')
  })
})

describe('openProgress', () => {
  it('writes a line every two seconds where there is no terminal', () => {
    const { lines, place, pass } = aLog()
    const progress = openProgress('acme/jobs', 'bytes', place)

    progress.update(1000, 10_000)
    pass(2000)
    progress.update(4000, 10_000)
    pass(1000)
    progress.update(5000, 10_000)
    pass(1000)
    progress.update(8000, undefined)

    expect(lines).toEqual(['acme/jobs: 4.0 kB of 10.0 kB, 2.0 kB/s, 3 s left\n', 'acme/jobs: 8.0 kB, 2.0 kB/s\n'])
  })

  it('says what goes on before there is anything to count, and pauses afterwards', () => {
    const { lines, place, pass } = aLog()
    const progress = openProgress('acme/jobs', 'bytes', place)

    progress.note('reading https://feeds.acme.example/\u001b[2J')
    pass(1500)
    progress.note('trying again in 4 s')
    pass(1500)
    progress.update(1000, undefined)
    pass(500)
    progress.update(2000, undefined)

    expect(lines).toEqual([
      'acme/jobs: reading https://feeds.acme.example/\ufffd[2J\n',
      'acme/jobs: trying again in 4 s\n',
      'acme/jobs: 2.0 kB, 571 B/s\n',
    ])
  })

  it.each([
    [40, 'acme/jobs  reading https://feeds.acme.e'],
    [0, 'acme/jobs  reading https://feeds.acme.example/jobs.xml'],
  ])('shows on a terminal of %d columns what goes on until there is something to count', (columns, text) => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns })
    const progress = openProgress('acme/jobs', 'bytes', { stream, isQuiet: false, ticks: () => 0 })

    progress.note('reading https://feeds.acme.example/jobs.xml')
    const noted = String(stream.read())
    progress.update(1000, 4000)
    progress.stop()

    // Ctrl-C would leave a terminal without its cursor, or without line breaks.
    expect(['\u001b[?25l', '\u001b[?7l'].filter((setting) => noted.includes(setting))).toEqual([])
    // What stood in the rest of the line is cleared.
    expect(noted).toContain(`${text}\u001b[0K`)
    expect(String(stream.read())).toContain('1.0 kB of 4.0 kB')
  })

  it('is silent where that is wanted', () => {
    const { lines, place, pass } = aLog()
    const progress = openProgress('acme/jobs', 'bytes', { ...place, isQuiet: true })

    progress.note('reading')
    pass(5000)
    progress.update(1, 2)
    progress.stop()

    expect(lines).toEqual([])
  })
})
