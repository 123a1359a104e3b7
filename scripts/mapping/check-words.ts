import type { Chain, Mapping, Transform } from '../model/client.ts'
import { describeValue, faultOf } from '../model/fault.ts'
import { salaryUnits } from './base-salary.ts'
import type { MappingFinding } from './check.ts'
import { countryCodes } from './countries.ts'
import { currencyCodes } from './currencies.ts'

interface Vocabulary {
  readonly place: readonly string[]
  readonly transform: Transform | undefined
  readonly known: ReadonlySet<string>
  readonly name: string
  readonly fix: string
}

/** Words that a file itself states for a part of a property (const, else, map) and that no posting may have: the part would be empty in every run. */
export function checkStatedWords({ location, baseSalary }: Mapping): readonly MappingFinding[] {
  const vocabularies: readonly Vocabulary[] = [
    {
      place: ['location', 'country'],
      transform: location?.country,
      known: countryCodes,
      name: 'a country code of ISO 3166-1',
      fix: 'write two letters, as in FR',
    },
    {
      place: ['baseSalary', 'currency'],
      transform: baseSalary?.currency,
      known: currencyCodes,
      name: 'a currency code of ISO 4217',
      fix: 'write three letters, as in EUR',
    },
    {
      place: ['baseSalary', 'unit'],
      transform: baseSalary?.unit,
      known: salaryUnits,
      name: `one of ${[...salaryUnits].join(', ')}`,
      fix: 'write one of them, or leave the word out: an unknown word is reported and never guessed',
    },
  ]
  return vocabularies.flatMap(({ place, transform, known, name, fix }) =>
    statedWords(transform)
      .filter(({ word }) => !known.has(word.toUpperCase()))
      .map(({ word, path }) => ({ path: ['mapping', ...place, ...path], ...faultOf(name, describeValue(word), fix) })),
  )
}

/** The words that a transform gives whatever the record says, and that go into number and date; with their paths in it. */
export function statedWords(transform: Transform | undefined): readonly { readonly word: string; readonly path: readonly string[] }[] {
  if (typeof transform !== 'object' || Array.isArray(transform)) return []
  const { const: constant, else: otherwise, map, replace, match, split } = transform as Chain
  const isChanged = map !== undefined || replace !== undefined || match !== undefined || split !== undefined
  return [
    // What a later step changes is not what comes out.
    ...(constant === undefined || isChanged ? [] : [{ word: constant, path: ['const'] }]),
    ...(otherwise === undefined ? [] : [{ word: otherwise, path: ['else'] }]),
    // The empty word says that there is none.
    ...Object.entries(map ?? {}).flatMap(([word, ours]) => (ours === '' ? [] : [{ word: ours, path: ['map', word] }])),
  ]
}
