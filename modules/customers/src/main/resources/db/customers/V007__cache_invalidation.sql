-- Whatever changes customers or their orders, be it the service, an import or a hand, appends to the outbox, in its own
-- transaction, what the caches have to forget: lane 'cache', recipient the region, payload {"keys": [...]}, {"tags": [...]} or
-- {"everything": true}. One row a statement while it has no more than 1,000 keys, at most ten; above that, everything.
-- A row is kept for a year, longer than caches keep what it means.

-- A statement of the service says beforehand which customer it changes, and under which id the row shall stand: its writer
-- evicts after the commit and takes the row back. It is due only if two seconds later it is still there. Until the
-- transaction ends, the setting remembers that this customer's row is there.
create function customers_evicted_by_writer(row_id uuid, customer_id bigint)
returns text language sql volatile as $$
  select set_config('peregrine.evicts', row_id || ' ' || customer_id, true)
$$;

create function customers_forget(changed bigint[])
returns void language plpgsql as $$
declare announced text[];
begin
  if cardinality(changed) = 1 then
    announced := string_to_array(current_setting('peregrine.evicts', true), ' ');
    if announced[2] = changed[1]::text then
      if announced[1] = 'told' then
        return;
      end if;
      perform set_config('peregrine.evicts', 'told ' || announced[2], true);
      perform outbox_append(announced[1]::uuid, 'cache', 'customers', jsonb_build_object('keys', jsonb_build_array(announced[2])),
                            interval '365 days', interval '2 seconds');
      return;
    end if;
  end if;
  if cardinality(changed) > 10000 then
    perform customers_forget_payload('{"everything": true}');
  else
    perform customers_forget_payload(jsonb_build_object('keys', jsonb_agg(key::text order by key)))
    from (select key, (row_number() over (order by key) - 1) / 1000 as part from unnest(changed) as key) as numbered
    group by part;
  end if;
end
$$;

create function customers_forget_payload(payload jsonb)
returns uuid language sql volatile as $$
  select outbox_append(gen_random_uuid(), 'cache', 'customers', payload, interval '365 days')
$$;

-- Of a new customer, caches can know nothing but that there was nobody. All such knowledge has one tag, so that
-- an import evicts no key by key.
create function customers_joined() returns trigger language plpgsql security definer as $$
declare
  changed bigint[] := array(select id from newer limit 101);
begin
  if cardinality(changed) > 100 then
    perform customers_forget_payload('{"tags": ["absent"]}');
  else
    perform customers_forget(changed);
  end if;
  return null;
end
$$;

create function customers_changed() returns trigger language plpgsql security definer as $$
begin
  if (select count(*) from (select from newer limit 10001) as counted) > 10000 then
    perform customers_forget_payload('{"everything": true}');
  else
    perform customers_forget(array(select id from older union select id from newer));
  end if;
  return null;
end
$$;

create function customers_left() returns trigger language plpgsql security definer as $$
begin
  perform customers_forget(array(select id from older limit 10001));
  return null;
end
$$;

create function customers_truncated() returns trigger language plpgsql security definer as $$
begin
  perform customers_forget_payload('{"everything": true}');
  return null;
end
$$;

-- An order is shown with its customer. If the same transaction wrote the customer's row, or removed it, the triggers
-- there have said it all.
create function customers_of_orders(touched bigint[])
returns void language plpgsql as $$
begin
  if cardinality(touched) > 10000 then
    perform customers_forget_payload('{"everything": true}');
  elsif cardinality(touched) = 1 and current_setting('peregrine.evicts', true) = 'told ' || touched[1] then
    return;
  elsif cardinality(touched) > 0 then
    perform customers_forget(array(
      select id from customers where id = any (touched) and xmin <> pg_current_xact_id()::xid));
  end if;
end
$$;

create function orders_placed() returns trigger language plpgsql security definer as $$
begin
  perform customers_of_orders(array(select distinct customer_id from newer limit 10001));
  return null;
end
$$;

-- Who is at an order, and until when, shows nowhere.
create function orders_changed() returns trigger language plpgsql security definer as $$
begin
  if (select count(*) from (select from newer limit 10001) as counted) > 10000 then
    perform customers_forget_payload('{"everything": true}');
  else
    perform customers_of_orders(array(
      select customer_id from (
        (select id, customer_id, status, total, currency, placed_at from older
         except select id, customer_id, status, total, currency, placed_at from newer)
        union all
        (select id, customer_id, status, total, currency, placed_at from newer
         except select id, customer_id, status, total, currency, placed_at from older)
      ) as shown group by customer_id));
  end if;
  return null;
end
$$;

create function orders_left() returns trigger language plpgsql security definer as $$
begin
  perform customers_of_orders(array(select distinct customer_id from older limit 10001));
  return null;
end
$$;

create trigger cache_insert after insert on customers
  referencing new table as newer for each statement execute function customers_joined();
create trigger cache_update after update on customers
  referencing old table as older new table as newer for each statement execute function customers_changed();
create trigger cache_delete after delete on customers
  referencing old table as older for each statement execute function customers_left();
create trigger cache_truncate after truncate on customers
  for each statement execute function customers_truncated();

create trigger cache_insert after insert on orders
  referencing new table as newer for each statement execute function orders_placed();
create trigger cache_update after update on orders
  referencing old table as older new table as newer for each statement execute function orders_changed();
create trigger cache_delete after delete on orders
  referencing old table as older for each statement execute function orders_left();
create trigger cache_truncate after truncate on orders
  for each statement execute function customers_truncated();

-- Whoever may change customers may append, without a right on the outbox; so names must mean what they mean here.
do $$
declare
  one regprocedure;
begin
  for one in
    select p.oid::regprocedure from pg_proc p
    where p.prosecdef and p.pronamespace = current_schema()::regnamespace and p.proname ~ '^(customers|orders)_'
  loop
    execute format('alter function %s set search_path = %I, pg_temp', one, current_schema());
  end loop;
end
$$;
