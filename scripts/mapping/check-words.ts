import type { Mapping, Transform } from '../model/client.ts'
import { describeValue, faultOf } from '../model/fault.ts'
import { statedWords } from '../model/transform.ts'
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
