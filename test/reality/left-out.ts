/** Why a format of the collection has no client files here: said, so that nothing is skipped silently. */
export const formatsLeftOut: Readonly<Record<string, string>> = {
  xlsx: 'spreadsheets are no format of the client files yet',
  'html-jsonld': 'a page of one posting, not a feed',
  'html-microdata': 'a page of one posting, not a feed',
  'html-rdfa': 'a page of one posting, not a feed',
}
