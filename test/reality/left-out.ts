/** Why a format of the collection has no client files here: said, so that nothing is skipped silently. */
export const formatsLeftOut: Readonly<Record<string, string>> = {
  xlsx: 'spreadsheets are no format of the client files yet',
  'html-jsonld': 'a page of one posting, not a feed',
  'html-microdata': 'a page of one posting, not a feed',
  'html-rdfa': 'a page of one posting, not a feed',
}

/** Why a feed does not map a property that the catalogue has of it, by feed and the catalogue's name: none of what is said of it is compared. */
export const propertiesLeftOut: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'own-formats/rabota': { salary: 'the amounts are one text, currency and unit together another: both are mapped, as the words of pay' },
  'tables/catho': { salary: 'amounts without currency or unit; the words of pay are mapped, which have the currency' },
  'tables/dutch': { salary: 'amounts without currency or unit; both are mapped, as the words of pay' },
  'tables/new-york-city': { salary: 'yearly and hourly amounts in one column, without a unit' },
}
