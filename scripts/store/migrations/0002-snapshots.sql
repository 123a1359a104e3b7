-- The bytes that one run read: zstd, in pieces of at most 1 MB, so that no row, and no buffer of a reader, grows with the feed.
-- In the database rather than in files, since the worker that reads one again may be another machine's.
create table snapshot (
  run bigint primary key references run on delete cascade,
  feed text not null,
  -- Good: the run saved its postings. The others are kept for people, and longer (store/snapshots.ts).
  is_good boolean not null,
  -- Before and after compression.
  bytes bigint not null,
  stored_bytes bigint not null,
  -- The encoding that the HTTP header named.
  charset text,
  -- The hash of the mapping that the run used.
  mapping_hash text not null,
  taken_at timestamptz not null
);
create index snapshot_by_feed on snapshot (feed, run desc);

create table snapshot_piece (
  run bigint not null references snapshot on delete cascade,
  number integer not null,
  bytes bytea not null,
  primary key (run, number)
);
-- They are compressed already.
alter table snapshot_piece alter column bytes set storage external;

-- The held run that a person accepted by this one, and who that was; when is started_at.
alter table run add accepts bigint references run;
alter table run add accepted_by text check ((accepts is null) = (accepted_by is null));
create index run_accepting on run (feed, id desc) where accepts is not null;

-- When the last run ended that was saved or unchanged: all live postings that are not being missed were seen by it.
alter table feed add seen_at timestamptz;
-- Written only with a row that changes anyway: at the first miss, or when it is removed, the feed's seen_at of that moment.
alter table posting add last_seen_at timestamptz;

-- The history of each posting. An unchanged posting was last seen by the last good run of its feed, without a row of its own being written.
create view posting_history as
  select posting.feed, posting.id, first_seen_at, coalesce(last_seen_at, feed.seen_at, changed_at) as last_seen_at, changed_at, removed_at
  from posting left join feed on feed.id = posting.feed;
