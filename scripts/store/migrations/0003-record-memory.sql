-- What the last good run of a feed made of each record, by the record's text: where it comes again, it is neither parsed nor mapped again.
-- Unlogged: after a crash it is empty, and the next run maps every record.
create unlogged table record_memory (
  feed text not null,
  -- 128 bits of the SHA-256 of the record's text
  fingerprint uuid not null,
  -- Id and hash of the posting
  posting text not null,
  hash bytea not null,
  -- Index into feed.record_shapes
  shape smallint not null
);
-- Not unique, though there is one row of each text: a memory must not make an import fail, and looking for a conflict would double what it costs.
create index record_memory_by_text on record_memory (feed, fingerprint);

-- Which properties records fill, and which of their fields nobody reads (model/recall.ts, Shape); with mapping_hash, of which mapping.
alter table feed add record_shapes jsonb not null default '[]';
