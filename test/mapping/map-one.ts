import { compileMapping, type Mapper } from '../../scripts/mapping/compile.ts'
import type { Mapping } from '../../scripts/model/client.ts'
import type { Feed } from '../../scripts/model/feed.ts'
import type { Posting } from '../../scripts/model/posting.ts'
import type { SourceRecord } from '../../scripts/model/record.ts'
import { aFeed } from '../support/build.ts'

/** What every record needs beside the fields that a test is about. */
export const usual = { id: '1', title: 'Boucher', url: 'https://jobs.acme.example/1' }

/** A mapper that reads id, title and url, and what a test adds. */
export function aMapper(mapping: Partial<Mapping> = {}, overrides: Partial<Feed> = {}): Mapper {
  return compileMapping(aFeed({ mapping: { id: 'id', title: 'title', url: 'url', ...mapping }, ...overrides }))
}

/** The posting of one record; throws where the record is skipped. */
export function mapOne(mapping: Partial<Mapping>, fields: SourceRecord['fields'], mapper = aMapper(mapping)): Posting {
  const mapped = mapper.map({ position: 1, fields: { ...usual, ...fields } })
  if (!mapped.ok) throw new Error(mapped.skipped?.reason ?? 'left out')
  return mapped.posting
}
