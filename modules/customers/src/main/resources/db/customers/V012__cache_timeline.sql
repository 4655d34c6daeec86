-- The newest timeline of the database on which caches were told to forget all that they knew of a former one: a promoted
-- replica may lack what was committed last, and a cache may have read just that. A table of its own, since all nodes may have
-- been down while the promotion happened; a row that a promotion loses is only written again.
create table cache_timeline (
  single boolean primary key default true check (single),
  timeline int not null
);
