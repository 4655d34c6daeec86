-- Facts that must survive a crash: written in the transaction that makes them true, carried out afterwards.
-- visible_at is due time and lease expiry in one, on the database's clock; lease_token fences a worker that lost its lease.
create table outbox (
  id          uuid        primary key,
  lane        text        not null,
  recipient   text        not null,
  payload     jsonb       not null,
  state       smallint    not null default 0 check (state in (0, 2)),  -- 0 pending or leased, 2 dead
  attempts    int         not null default 0,
  visible_at  timestamptz not null default now(),
  leased      boolean     not null default false,  -- tells a lease from a retry that waits; holds until visible_at
  lease_token bigint      not null default 0,
  expires_at  timestamptz not null,
  last_code   int,
  last_error  text        check (length(last_error) <= 500),
  created_at  timestamptz not null default now()
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);

create index outbox_due on outbox (lane, visible_at) where state = 0;
create index outbox_dead on outbox (lane, created_at) where state = 2;

-- What was carried out. Partitioned, so that history is dropped, never deleted row by row; until an operator adds
-- partitions by month, everything lies in the last one.
create table outbox_sent (
  id         uuid        not null,
  lane       text        not null,
  attempts   int         not null,
  created_at timestamptz not null,
  sent_at    timestamptz not null default now(),
  reply      text
) partition by range (sent_at);

create table outbox_sent_rest partition of outbox_sent default;

-- The door through which other rooms' statements append; the table itself is this room's alone.
create function outbox_append(entry_id uuid, entry_lane text, entry_recipient text, entry_payload jsonb, lifetime interval)
returns uuid language sql volatile as $$
  insert into outbox (id, lane, recipient, payload, expires_at)
  values (entry_id, entry_lane, entry_recipient, entry_payload, now() + lifetime)
  returning id
$$;
