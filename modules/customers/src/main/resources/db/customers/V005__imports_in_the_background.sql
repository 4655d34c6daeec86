-- Whoever is at an import keeps it alive. One that is not is given up by the next node that looks, or, when all its lines
-- wait, gone on with. Lines that wait are written as `policy` says; it is null while they still arrive.
alter table imports
  add column alive_until timestamptz not null default now() + interval '30 seconds',
  add column policy      text        collate "C" check (policy in ('skip', 'update', 'fail')),
  add column atomic      boolean     not null default false,
  add column attempts    int         not null default 0;

create index imports_running on imports (started_at) where state = 'running';
