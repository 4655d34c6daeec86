-- Names and addresses sort by code point: the same everywhere and for ever, which a C library's locale is not,
-- so an upgrade of that library cannot break an index, and a page's cursor means the same on every server.
create extension if not exists pg_trgm;

create table customers (
  id         bigint      generated always as identity primary key,
  name       text        collate "C" not null check (length(name) between 1 and 200),
  email      text        collate "C" not null check (length(email) <= 254),
  type       text        collate "C" not null check (type in ('individual', 'business', 'partner')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version    bigint      not null default 1
) with (fillfactor = 90);

-- The judge of duplicates, whoever else may have looked before.
create unique index customers_email on customers (lower(email));

-- One for each order of a list, with and without a type.
create index customers_by_name on customers (name, id);
create index customers_by_type_and_name on customers (type, name, id);
create index customers_by_age on customers (created_at, id);
create index customers_by_type_and_age on customers (type, created_at, id);

-- Substring search. Without a pending list: a little more work for each insert instead of a long stop now and then.
create index customers_name_parts on customers using gin (name gin_trgm_ops) with (fastupdate = off);
create index customers_email_parts on customers using gin (email gin_trgm_ops) with (fastupdate = off);

create table orders (
  id          bigint         generated always as identity primary key,
  customer_id bigint         not null references customers (id) on delete cascade,
  status      text           collate "C" not null check (status in ('pending', 'paid', 'declined', 'cancelled')),
  total       numeric(14, 2) not null check (total >= 0),
  currency    text           collate "C" not null check (currency ~ '^[A-Z]{3}$'),
  placed_at   timestamptz    not null default now()
);

-- The newest orders of a customer, straight from the index.
create index orders_of_customer on orders (customer_id, placed_at desc, id desc) include (status, total, currency);
