-- What became of an import, as of its last whole chunk: changed in the statement that writes the chunk, so it is exact
-- whatever dies.
create table imports (
  id         uuid        primary key,
  state      text        collate "C" not null check (state in ('running', 'done', 'failed')),
  received   bigint      not null default 0,
  imported   bigint      not null default 0,
  updated    bigint      not null default 0,
  skipped    bigint      not null default 0,
  rejected   bigint      not null default 0,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index imports_by_age on imports (updated_at);

-- Every line that was refused, with all that is wrong with it.
create table import_refusals (
  import_id uuid    not null references imports (id) on delete cascade,
  line      bigint  not null,
  place     int     not null,
  field     text    collate "C" not null,
  code      text    collate "C" not null,
  message   text    collate "C" not null,
  primary key (import_id, line, place)
);

-- Lines of imports that are written as a whole: they wait here, where they are in nobody's way. Without a log: what is
-- here when the server dies belongs to an import that died with it.
create unlogged table import_lines (
  import_id uuid   not null,
  line      bigint not null,
  name      text   collate "C" not null,
  email     text   collate "C" not null,
  type      text   collate "C" not null,
  primary key (import_id, line)
);

-- Substring search with a short pending list: its entries come into the index many at a time, sorted, which makes an
-- insert four times cheaper (decision 10); short, so that whoever fills it up waits for milliseconds, not for seconds.
alter index customers_name_parts set (fastupdate = on, gin_pending_list_limit = 512);
alter index customers_email_parts set (fastupdate = on, gin_pending_list_limit = 512);
