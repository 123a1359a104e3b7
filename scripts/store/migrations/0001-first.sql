-- One database per environment. Everything of ours lies in the schema that search_path names first; the queue lies in its own (pgboss).

create table environment (
  one boolean primary key default true check (one),
  name text not null check (name in ('local', 'staging', 'production'))
);

create table release (
  id text primary key,
  commit text not null,
  hash text not null,
  created_at timestamptz not null default now()
);

-- What is live: written by deployments alone, in one transaction with schedule.
create table client (
  id text primary key,
  release text not null references release,
  slug text not null unique deferrable initially deferred,
  hash text not null,
  -- The client resolved for this environment (model/feed.ts, ResolvedClient).
  configuration jsonb not null
);

-- One for all feeds, so that a feed that is deleted and comes back never meets a token of its earlier life.
create sequence fencing_token;

create table feed (
  id text primary key,
  client text not null references client on delete cascade,
  -- Rises with each run that begins and with each change of the definition: a run with an older token may not apply its result.
  fencing_token bigint not null,
  -- The token when the definition last changed: a feed without a finished run of a higher one is launched by the deployment.
  changed_token bigint not null,
  -- What the last run read that was saved or unchanged: for conditional requests and the test "same bytes".
  etag text,
  last_modified text,
  content_hash text,
  -- The hash of the mapping that content_hash was mapped with: a new mapping maps the same bytes anew.
  mapping_hash text
);

create table schedule (
  feed text primary key references feed on delete cascade,
  cron text not null,
  timezone text not null,
  next_run_at timestamptz not null
);
create index schedule_next_run_at on schedule (next_run_at);

create table deployment (
  id bigint generated always as identity primary key,
  release text not null references release,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- running, succeeded or failed; at most one runs
  state text not null check (state in ('running', 'succeeded', 'failed')),
  actor text not null,
  plan jsonb not null default '[]',
  -- Steps done so far with their times, for the next attempt and for people.
  steps jsonb not null default '[]',
  cause text,
  message text
);
create unique index deployment_one_runs on deployment ((true)) where state = 'running';

-- Exactly one release is live, from the moment a deployment applied it.
create table live_release (
  one boolean primary key default true check (one),
  release text not null references release,
  since timestamptz not null
);

create table run (
  id bigint generated always as identity primary key,
  feed text not null,
  release text not null,
  fencing_token bigint not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text check (outcome in ('saved', 'unchanged', 'held', 'failed')),
  cause text,
  reasons jsonb not null default '[]',
  warnings jsonb not null default '[]',
  -- Measured, Counts and SourceFacts of model/run.ts, milliseconds by step, skipped records (at most 20), unread fields
  measured jsonb,
  counts jsonb,
  source jsonb,
  timings jsonb,
  skipped jsonb,
  unread jsonb
);
create index run_by_feed on run (feed, id desc);
-- The last good runs that were counted; thousands of runs that ended with 304 may lie between them.
create index run_good on run (feed, id desc) where measured is not null and outcome in ('saved', 'unchanged');
create index run_unfinished on run (feed) where finished_at is null;

create table posting (
  feed text not null,
  id text not null,
  -- SHA-256 over the canonical JSON of the posting
  hash bytea not null,
  -- Place in the feed when the posting was last written: pages keep the client's own order, as far as it goes without
  -- rewriting every row below a posting that was added at the top.
  position integer not null,
  content jsonb not null,
  -- What lists are searched and filtered by (store/facets.ts), small enough to stay in the row while content is compressed.
  facets jsonb not null,
  first_seen_at timestamptz not null,
  changed_at timestamptz not null,
  -- Filled when a complete list no longer had it; kept for its history.
  removed_at timestamptz,
  -- In how many runs without proof of completeness it was missed, one after the other.
  missed smallint not null default 0,
  primary key (feed, id)
);
-- All that counting and paging need, so that they read no posting but those they show.
create index posting_live on posting (feed, position, id) where removed_at is null;
create index posting_missed on posting (feed) where missed > 0 and removed_at is null;

create table service (
  id uuid primary key,
  kind text not null check (kind in ('worker', 'web')),
  release text,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  address text
);
