-- An import whose sender, node or connection went can be gone on with: from the line and the byte up to which its lines
-- are settled (in the statement that wrote them, so exactly), in the format in which it began, by whom it belongs to.
-- Whoever goes on is the next `sender`; the ones before it write nothing any more.
alter table imports
  add column resumable     boolean not null default false,
  add column format        text    collate "C" check (format in ('ndjson', 'csv')),
  add column columns       text[]  collate "C",
  add column on_duplicate  text    collate "C" check (on_duplicate in ('skip', 'update', 'fail')),
  add column caller_hash   bytea,
  add column sender        int     not null default 1,
  add column settled_lines bigint  not null default 0,
  add column settled_bytes bigint  not null default 0;
