-- The history of the outbox by month, so that it is dropped and never deleted row by row. What there is becomes one partition
-- that ends with this month, without a row being moved; the partition for whatever fits nowhere is empty from now on.
alter table outbox_sent detach partition outbox_sent_rest;

do $$
declare
  this_month constant timestamp := date_trunc('month', now() at time zone 'utc');
  next_month constant timestamp := this_month + interval '1 month';
  name constant text := 'outbox_sent_until_' || to_char(next_month, 'YYYY_MM');
begin
  execute format('alter table outbox_sent_rest rename to %I', name);
  execute format('alter table outbox_sent attach partition %I for values from (minvalue) to (%L)',
                 name, next_month at time zone 'utc');
end
$$;

create table outbox_sent_rest partition of outbox_sent default;

-- Makes the partitions of this month and the next ones, and drops those in which everything is older than is kept; null keeps
-- everything. What came while a month had no partition lies in the rest and moves when it is made. One node at a time does it;
-- it waits for nobody who reads or writes the history for longer than half a second.
create function outbox_history(ahead int, keep interval, out made int, out dropped int)
language plpgsql volatile set lock_timeout = '500ms' as $$
declare
  this_month constant timestamp := date_trunc('month', now() at time zone 'utc');
  covered timestamp;
  month timestamp;
  name text;
begin
  made := 0;
  dropped := 0;
  if not pg_try_advisory_xact_lock(hashtext('outbox_history')) then
    return;
  end if;

  select max(to_date(right(relname, 7), 'YYYY_MM')) into covered
  from pg_class where oid in (select inhrelid from pg_inherits where inhparent = 'outbox_sent'::regclass)
    and relname ~ '^outbox_sent_until_\d{4}_\d{2}$';
  for n in 0..ahead loop
    month := this_month + n * interval '1 month';
    name := 'outbox_sent_' || to_char(month, 'YYYY_MM');
    continue when month < covered or to_regclass(name) is not null;
    lock table outbox_sent_rest in access exclusive mode;
    execute format('create table %I (like outbox_sent including defaults)', name);
    execute format('with moved as (delete from outbox_sent_rest where sent_at >= %2$L and sent_at < %3$L returning *)
                    insert into %1$I select * from moved',
                   name, month at time zone 'utc', (month + interval '1 month') at time zone 'utc');
    execute format('alter table outbox_sent attach partition %I for values from (%L) to (%L)',
                   name, month at time zone 'utc', (month + interval '1 month') at time zone 'utc');
    made := made + 1;
  end loop;

  for name, month in
    select relname, to_date(right(relname, 7), 'YYYY_MM')
      + case when relname like 'outbox\_sent\_until%' then interval '0' else interval '1 month' end
    from pg_class where oid in (select inhrelid from pg_inherits where inhparent = 'outbox_sent'::regclass)
      and relname ~ '^outbox_sent_(until_)?\d{4}_\d{2}$'
  loop
    if month at time zone 'utc' <= now() - keep then
      execute format('drop table %I', name);
      dropped := dropped + 1;
    end if;
  end loop;
end
$$;
