import { describe, expect, it } from 'vitest'
import type { PostingFilter } from '../../scripts/model/showing.ts'
import { filterQuery } from '../../scripts/store/posting-filter.ts'
import { aPosting } from '../support/build.ts'
import { testDatabase } from '../support/database.ts'
import { bakery, bakeryPostings } from './bakery.ts'
import { readsOf, remove, savePostings, seed } from './world.ts'

const all = { limit: 100, offset: 0 }

describe('PageReads, searching', () => {
  it.each<[PostingFilter, string[]]>([
    [{ text: 'DEVELOPPEUR' }, ['MF-2623']],
    [{ text: 'etienne agent' }, ['MF-2619']],
    [{ text: 'ferrand/2605' }, ['MF-2605']],
    [{ text: 'alternance fournil grenoble' }, []],
    [{ text: '%' }, []],
    [{ text: "'; drop table posting; --" }, []],
    [{ place: 'Saint-Étienne' }, ['MF-2620', 'MF-2619']],
    [{ place: 'saint-étienne' }, []],
    [{ department: 'Fournil', contract: 'FULL_TIME' }, ['MF-2620', 'MF-2614', 'MF-2601']],
    [{ contract: 'INTERN', place: 'Lyon', text: 'qualite' }, ['MF-2610']],
    [{ contract: 'VOLUNTEER' }, []],
  ])('filters live postings by %j, in the client’s own order', async (filter, ids) => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ ...bakery, feeds: { offres: bakeryPostings.toReversed() } }])
    await remove(database.pool, 'maison-ferrand/offres', 'MF-2607')
    const { reads, client } = await readsOf(database, 'maison-ferrand')

    const { total, postings } = await reads.postings(client, filter, all)

    expect([total, postings.map(({ posting }) => posting.id)]).toEqual([ids.length, ids])
  })

  it.each([
    ['Chargé d’affaires', [`d'affaires`, 'd’affaires', '"chargé d’affaires"', '« affaires »']],
    [`Aide de l'atelier`, ['l’atelier', `l'atelier`]],
    ['Großhandel in Gießen', ['grosshandel', 'GROẞHANDEL', 'GIESSEN', 'gießen']],
    ['Main-d’œuvre', ['oeuvre', 'ŒUVRE']],
    ['Maçon à Saint-Étienne', ['saint étienne', 'saint‑etienne', 'Saint-Étienne, maçon']],
    ['Maçon à Saint Étienne', ['Saint-Étienne']],
    ['Coeur de métier', ['cœur']],
  ])('finds %s however it is typed', async (title, texts) => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: [aPosting({ title })] } }])
    const { reads, client } = await readsOf(database, 'acme')

    const lists = await Promise.all(texts.map((text) => reads.postings(client, { text }, all)))

    expect(lists.map(({ total }) => total)).toEqual(texts.map(() => 1))
  })

  it('looks for at most ten words, each once', () => {
    const parametersOf = (text: string) => filterQuery(['acme/jobs'], { text }).parameters

    expect(parametersOf('Chef de cuisine, chef DE rang')).toEqual([['acme/jobs'], 'chef', 'de', 'cuisine', 'rang'])
    expect(parametersOf(Array.from({ length: 90 }, (_, index) => `${index}`).join(' '))).toHaveLength(11)
  })

  it('finds a posting by what it says since it changed', async () => {
    await using database = await testDatabase()
    await seed(database.pool, 'staging', [{ id: 'acme', feeds: { jobs: [aPosting({ title: 'Boucher' })] } }])
    const { reads, client } = await readsOf(database, 'acme')

    await savePostings(database.pool, 'acme/jobs', [aPosting({ title: 'Boulanger', department: 'Fournil' })])

    const numbers = [{ text: 'boucher' }, { text: 'boulanger' }, { department: 'Fournil' }].map((filter) =>
      reads.postings(client, filter, all),
    )
    expect((await Promise.all(numbers)).map(({ total }) => total)).toEqual([0, 1, 1])
  })
})
