-- Lists show the newest postings first: what came together stays in the client's own order. All that counting and paging need, so that they read no
-- posting but those they show.
create index posting_newest on posting (feed, first_seen_at desc, position, id) where removed_at is null;
drop index posting_live;
