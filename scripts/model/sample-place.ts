/** Where samples are, from the root of the repository: `<client>/<feed>.<extension>`, beside each its `<feed>.postings.jsonl`. */
export const sampleFolder = 'clients/samples'

/** How the file ends that holds what a sample is to be mapped to, one posting a line. */
export const expectedEnding = '.postings.jsonl'

/** Whether a path from the repository's root is that of a sample: an excerpt of a feed, on whose size nothing can be judged. */
export function isSamplePath(path: string): boolean {
  return path.startsWith(`${sampleFolder}/`)
}

/** The sample of a feed among the names of a client's folder, if it has one. */
export function sampleAmong(names: readonly string[], feed: string): string | undefined {
  return names.find((name) => name.startsWith(`${feed}.`) && !name.endsWith(expectedEnding))
}
