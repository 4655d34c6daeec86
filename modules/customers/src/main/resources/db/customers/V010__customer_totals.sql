-- How many customers there are, and where in a list a page begins, without counting (decision 25). In every snapshot
--   customers = customer_totals + customer_moves, for each type, and
--   customers from one mark up to the next = what the mark says + the moves between them.
-- Whoever adds, removes, renames or retypes customers only adds rows to customer_moves, in the same transaction, so nobody
-- waits for anybody. customers_fold carries them over into totals and marks, behind everybody's back.

create table customer_moves (
  type       text        collate "C" not null,
  name       text        collate "C" not null,
  created_at timestamptz not null,
  id         bigint      not null,
  came       int         not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table customer_totals (
  type  text   collate "C" primary key,
  total bigint not null
) with (fillfactor = 50);

create table customer_name_marks (
  name        text   collate "C" not null,
  id          bigint not null,
  individuals bigint not null,
  businesses  bigint not null,
  partners    bigint not null,
  primary key (name, id)
) with (fillfactor = 50);

create table customer_age_marks (
  created_at  timestamptz not null,
  id          bigint      not null,
  individuals bigint      not null,
  businesses  bigint      not null,
  partners    bigint      not null,
  primary key (created_at, id)
) with (fillfactor = 50);

create function customers_came() returns trigger language plpgsql security definer as $$
begin
  insert into customer_moves select type, name, created_at, id, 1 from newer;
  return null;
end
$$;

create function customers_moved() returns trigger language plpgsql security definer as $$
begin
  insert into customer_moves
  select type, name, created_at, id, sum(came) from (
    select type, name, created_at, id, -1 as came from older
    union all
    select type, name, created_at, id, 1 from newer
  ) as both_sides
  group by type, name, created_at, id having sum(came) <> 0;
  return null;
end
$$;

create function customers_went() returns trigger language plpgsql security definer as $$
begin
  insert into customer_moves select type, name, created_at, id, -1 from older;
  return null;
end
$$;

-- Nobody else is at the table. A snapshot from before may not show all that has to go; such a transaction takes the lock
-- that readers may have to wait for.
create function customers_emptied() returns trigger language plpgsql security definer as $$
begin
  if current_setting('transaction_isolation') = 'read committed' then
    delete from customer_moves;
    delete from customer_totals;
    delete from customer_name_marks;
    delete from customer_age_marks;
  else
    truncate customer_moves, customer_totals, customer_name_marks, customer_age_marks;
  end if;
  perform customers_first_marks();
  return null;
end
$$;

-- One mark before everybody in each order, which no customer is before.
create function customers_first_marks() returns void language plpgsql as $$
begin
  insert into customer_totals
  select type, (select count(*) from customers c where c.type = known.type)
  from unnest(array['individual', 'business', 'partner']) as known (type);
  insert into customer_name_marks
  select '', -9223372036854775808, sum(total) filter (where type = 'individual'),
    sum(total) filter (where type = 'business'), sum(total) filter (where type = 'partner')
  from customer_totals;
  insert into customer_age_marks
  select '-infinity', id, individuals, businesses, partners from customer_name_marks;
end
$$;

-- For who has changed customers while triggers were off.
create function customers_recount() returns void language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise 'customers are counted in a transaction at read committed';
  end if;
  lock table customers in share row exclusive mode;
  delete from customer_moves;
  delete from customer_totals;
  delete from customer_name_marks;
  delete from customer_age_marks;
  perform customers_first_marks();
end
$$;

-- Carries up to `most` moves over, then cuts up to ten marks in each order that have grown above twice `size` into such of
-- `size`, reading up to `most` customers for each. One at a time; who comes second leaves it to the first.
create function customers_fold(most int, size int, out moves int, out cuts int) language plpgsql as $$
begin
  moves := 0;
  cuts := 0;
  if not exists (select from customer_moves)
    and not exists (select from customer_name_marks where individuals + businesses + partners > 2 * size)
    and not exists (select from customer_age_marks where individuals + businesses + partners > 2 * size) then
    return;
  end if;
  -- Before the rows, as everybody who writes, so that nobody waits for each other.
  lock table customers in access share mode;
  perform from customer_totals where type = 'business' for update skip locked;
  if not found then
    return;
  end if;
  with moved as (
    delete from customer_moves where ctid = any (array(select ctid from customer_moves limit most))
    returning type, name, created_at, id, came
  ), in_names as (
    select mark.name, mark.id, coalesce(sum(came) filter (where type = 'individual'), 0) as individuals,
      coalesce(sum(came) filter (where type = 'business'), 0) as businesses,
      coalesce(sum(came) filter (where type = 'partner'), 0) as partners
    from moved v cross join lateral (
      select m.name, m.id from customer_name_marks m where (m.name, m.id) <= (v.name, v.id)
      order by m.name desc, m.id desc limit 1) as mark
    group by mark.name, mark.id
  ), in_ages as (
    select mark.created_at, mark.id, coalesce(sum(came) filter (where type = 'individual'), 0) as individuals,
      coalesce(sum(came) filter (where type = 'business'), 0) as businesses,
      coalesce(sum(came) filter (where type = 'partner'), 0) as partners
    from moved v cross join lateral (
      select m.created_at, m.id from customer_age_marks m where (m.created_at, m.id) <= (v.created_at, v.id)
      order by m.created_at desc, m.id desc limit 1) as mark
    group by mark.created_at, mark.id
  ), names as (
    update customer_name_marks m set individuals = m.individuals + i.individuals,
      businesses = m.businesses + i.businesses, partners = m.partners + i.partners
    from in_names i where (m.name, m.id) = (i.name, i.id)
  ), ages as (
    update customer_age_marks m set individuals = m.individuals + i.individuals,
      businesses = m.businesses + i.businesses, partners = m.partners + i.partners
    from in_ages i where (m.created_at, m.id) = (i.created_at, i.id)
  ), totals as (
    update customer_totals t set total = t.total + v.came
    from (select type, sum(came) as came from moved group by type) v where t.type = v.type
  )
  select count(*) into moves from moved;
  cuts := customers_cut('customer_name_marks', 'name', 'text', most, size)
    + customers_cut('customer_age_marks', 'created_at', 'timestamptz', most, size);
end
$$;

-- A part holds what its customers and the moves among them tell in one snapshot; the last one, of which not all need have
-- been read, what is left of the whole.
create function customers_cut(marks regclass, key text, kind text, most int, size int)
returns int language plpgsql as $$
declare
  wide record;
  made int;
  cuts int := 0;
begin
  for wide in execute format($wide$
    select place::text as place, id, individuals, businesses, partners, next::text as next, next_id from (
      select m.*, m.%1$I as place, lead(m.%1$I) over w as next, lead(id) over w as next_id
      from %2$s m window w as (order by m.%1$I, id)) as all_marks
    where individuals + businesses + partners > 2 * $1 limit 10
    $wide$, key, marks) using size
  loop
    execute format($cut$
      with bounds as (
        select $1::%3$s as place, $2 as id, $6::%3$s as next, $7 as next_id
      ), read as (
        select c.place, c.id, c.type, row_number() over (order by c.place, c.id) - 1 as n from (
          select %1$I as place, id, type from customers where (%1$I, id) >= ($1::%3$s, $2) order by %1$I, id
          limit least($8, $3 + $4 + $5)) as c, bounds b
        where b.next is null or (c.place, c.id) < (b.next, b.next_id)
      ), items as (
        select place, id, type, 1 as came, n > 0 and n %% $9 = 0 as begins from read
        union all
        select v.%1$I, v.id, v.type, -v.came, false from customer_moves v, bounds b
        where (v.%1$I, v.id) >= (b.place, b.id) and (b.next is null or (v.%1$I, v.id) < (b.next, b.next_id))
      ), numbered as (
        select *, count(*) filter (where begins) over (order by place, id, begins desc rows unbounded preceding) as part
        from items
      ), parts as (
        select part, min(place) filter (where begins) as place, min(id) filter (where begins) as id,
          coalesce(sum(came) filter (where type = 'individual'), 0) as individuals,
          coalesce(sum(came) filter (where type = 'business'), 0) as businesses,
          coalesce(sum(came) filter (where type = 'partner'), 0) as partners
        from numbered group by part
      ), ends as (
        select max(part) as last from parts
      ), rest as (
        select $3 - sum(individuals) as individuals, $4 - sum(businesses) as businesses, $5 - sum(partners) as partners
        from parts, ends where part < last having count(*) > 0
      ), first as (
        update %2$s m set individuals = p.individuals, businesses = p.businesses, partners = p.partners
        from parts p, ends where part = 0 and last > 0 and (m.%1$I, m.id) = ($1::%3$s, $2)
      )
      insert into %2$s
      select place, id, p.individuals, p.businesses, p.partners from parts p, ends where part > 0 and part < last
      union all
      select place, id, r.individuals, r.businesses, r.partners from parts, ends, rest r where part = last
      $cut$, key, marks, kind)
    using wide.place, wide.id, wide.individuals, wide.businesses, wide.partners, wide.next, wide.next_id, most, size;
    get diagnostics made = row_count;
    cuts := cuts + least(made, 1);
  end loop;
  return cuts;
end
$$;

create trigger lists_insert after insert on customers
  referencing new table as newer for each statement execute function customers_came();
create trigger lists_update after update on customers
  referencing old table as older new table as newer for each statement execute function customers_moved();
create trigger lists_delete after delete on customers
  referencing old table as older for each statement execute function customers_went();
create trigger lists_truncate after truncate on customers
  for each statement execute function customers_emptied();

select customers_first_marks();

-- Whoever may change customers may append, without a right on these tables; so names must mean what they mean here.
do $$
declare
  one regprocedure;
begin
  foreach one in array array['customers_came()', 'customers_moved()', 'customers_went()', 'customers_emptied()']::regprocedure[]
  loop
    execute format('alter function %s set search_path = %I, pg_temp', one, current_schema());
  end loop;
end
$$;
