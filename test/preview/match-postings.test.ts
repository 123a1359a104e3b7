import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../scripts/bench/random.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import { PostingMatcher } from '../../scripts/preview/match-postings.ts'
import type { PlacedPosting } from '../../scripts/store/posting-rows.ts'
import { openUnnamedFile } from '../../scripts/temporary-folder.ts'
import { aPosting } from '../support/build.ts'

/** What a mapping may make of forty records: some are left out, some ids are others than those of their record, some titles differ. */
function aReading(random: () => number): PlacedPosting[] {
  const ids = new Set<string>()
  return Array.from({ length: 40 }, (_, position) => position + 1).flatMap((position) => {
    const id = `${random() < 0.3 ? Math.floor(random() * 40) : position}`
    if (random() < 0.2 || ids.has(id)) return []
    ids.add(id)
    return [{ position, posting: aPosting({ id, title: random() < 0.5 ? 'Koch\u2028\n🍳' : 'Bäcker' }) }]
  })
}

async function match(before: readonly PlacedPosting[], now: readonly PlacedPosting[]) {
  using files = new DisposableStack()
  const matcher = new PostingMatcher(files.use(await openUnnamedFile('match')), files.use(await openUnnamedFile('match')))
  for (const placed of now) matcher.takeNow(placed)
  for (const placed of before) matcher.takeBefore(placed)
  return matcher.finish()
}

const byId = (a: string, b: string) => Number(a) - Number(b)

describe('PostingMatcher', () => {
  it.each(Array.from({ length: 50 }, (_, seed) => seed))('finds each posting by its id, wherever its record is: %i', async (seed) => {
    const random = seededRandom(seed)
    const [before, now] = [aReading(random), aReading(random)]

    const { counts, added, removed, changed } = await match(before, now)

    const titleById = (placed: readonly PlacedPosting[]) => new Map(placed.map(({ posting: { id, title } }) => [id, title]))
    const [was, is] = [titleById(before), titleById(now)]
    const idsOf = (postings: readonly Pick<Posting, 'id'>[]) => postings.map(({ id }) => id).sort(byId)
    const both = [...is.keys()].filter((id) => was.has(id))
    expect({ added: idsOf(added), removed: idsOf(removed), changed: idsOf(changed), unchanged: counts.unchanged }).toEqual({
      added: [...is.keys()].filter((id) => !was.has(id)).sort(byId),
      removed: [...was.keys()].filter((id) => !is.has(id)).sort(byId),
      changed: both.filter((id) => was.get(id) !== is.get(id)).sort(byId),
      unchanged: both.filter((id) => was.get(id) === is.get(id)).length,
    })
  })

  it('finds nothing between a reading and itself', async () => {
    const reading = aReading(seededRandom(1))

    expect(await match(reading, reading)).toMatchObject({ counts: { added: 0, removed: 0, changed: 0, unchanged: reading.length } })
  })

  it('says from what to what a posting changed that another record has now', async () => {
    const before = [{ position: 1, posting: aPosting({ id: '1', title: 'Koch' }) }]
    const now = [{ position: 2, posting: aPosting({ id: '1', title: 'Köchin' }) }]

    expect(await match(before, now)).toMatchObject({
      changed: [{ id: '1', title: 'Köchin', properties: [{ property: 'title', before: 'Koch', after: 'Köchin' }] }],
    })
  })
})
