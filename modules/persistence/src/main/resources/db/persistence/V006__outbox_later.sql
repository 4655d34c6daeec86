-- The same door for what is due later: the writer hopes to carry it out itself before, and takes it back then. Both are in
-- PL/pgSQL, which keeps the plan of its insert with the connection; as SQL it was planned for each call.
create function outbox_append(entry_id uuid, entry_lane text, entry_recipient text, entry_payload jsonb, lifetime interval,
                              delay interval)
returns uuid language plpgsql volatile as $$
begin
  insert into outbox (id, lane, recipient, payload, visible_at, expires_at)
  values (entry_id, entry_lane, entry_recipient, entry_payload, now() + delay, now() + lifetime);
  return entry_id;
end
$$;

create or replace function outbox_append(entry_id uuid, entry_lane text, entry_recipient text, entry_payload jsonb,
                                         lifetime interval)
returns uuid language plpgsql volatile as $$
begin
  insert into outbox (id, lane, recipient, payload, expires_at)
  values (entry_id, entry_lane, entry_recipient, entry_payload, now() + lifetime);
  return entry_id;
end
$$;
