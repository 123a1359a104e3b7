-- Something was erased while the run was under way, and what it read may still hold that: neither its bytes nor quotations from them are kept.
alter table run add forgets boolean not null default false;
