import type { PostingFilter, ShownClient, ShownPosting } from '../../scripts/model/showing.ts'
import type { PageReader } from '../../scripts/page/reader.ts'

/** A reader over clients and postings in memory, which notes the filters it was asked for. */
export function memoryReader(
  clients: readonly ShownClient[],
  shown: readonly ShownPosting[],
): PageReader & { readonly asked: PostingFilter[] } {
  const asked: PostingFilter[] = []
  const liveOf = ({ feeds }: ShownClient) => shown.filter(({ feed, isRemoved }) => feeds.includes(feed) && !isRemoved)
  return {
    asked,
    client: async (slug) => clients.find(({ page }) => page.slug === slug),
    clients: async () => clients,
    postings: async (client, filter, { limit, offset }) => {
      asked.push(filter)
      const found = liveOf(client).filter(({ posting }) => filter.text === undefined || posting.title.includes(filter.text))
      return { total: found.length, postings: found.slice(offset, offset + limit) }
    },
    choices: async (client) => ({
      places: [...new Set(liveOf(client).flatMap(({ posting }) => posting.location?.[0]?.city ?? []))].map((value) => ({
        value,
        count: 1,
      })),
      departments: [],
      contracts: [],
    }),
    posting: async (client, name, id) => shown.find(({ feed, posting }) => feed === `${client.id}/${name}` && posting.id === id),
    addresses: async (client, { limit, offset }) =>
      liveOf(client)
        .slice(offset, offset + limit)
        .map(({ feed, posting, changedAt }) => ({ feed, id: posting.id, changedAt })),
    live: async () => ({ environment: 'production', release: 'r1', since: new Date('2026-03-02T08:00:00Z') }),
  }
}
