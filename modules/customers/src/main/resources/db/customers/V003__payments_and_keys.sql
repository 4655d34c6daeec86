-- How far a payment is. The key goes with every attempt at it, so that the gateway charges once. attempt_until: somebody
-- is at it until then. settle_at: when the settlement looks at the order again; null where nothing is left to do, and
-- for orders older than payments.
alter table orders
  add column payment_key   uuid,
  add column attempt_until timestamptz,
  add column settle_at     timestamptz;

create index orders_unsettled on orders (settle_at) where settle_at is not null;

-- Which requests were carried out, written in the statement that carries one out. Hashes only: what a client sent as a
-- key, and what it asked for under it, cannot be read here.
create table idempotency_keys (
  key_hash    bytea       primary key,
  fingerprint bytea       not null,
  resource_id bigint      not null,
  created_at  timestamptz not null default now()
);

create index idempotency_keys_by_age on idempotency_keys (created_at);
