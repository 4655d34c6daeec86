-- Moves are carried over, and marks cut, by questions of their own: when one takes longer than the server may, it takes back
-- only itself, and the next asks for less. Before, the cuts took back the moves, and after a very large change past the
-- service, whose moves each cut reads, no turn ever came to its end.
drop function customers_fold(int, int);
drop function customers_cut(regclass, text, text, int, int);

-- Carries up to `most` moves over; tells how many. One node at a time; who comes second leaves it to the first.
create function customers_fold(most int) returns int language plpgsql as $$
declare
  moves int;
begin
  if not exists (select from customer_moves) or not customers_fold_begun() then
    return 0;
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
  return moves;
end
$$;

-- Cuts one mark that has grown above twice `size` into such of `size`, reading up to `most` customers; tells whether. None
-- while more than `most` moves wait, which it would read as well.
create function customers_cut(most int, size int) returns boolean language plpgsql as $$
begin
  if not exists (select from customer_name_marks where individuals + businesses + partners > 2 * size)
    and not exists (select from customer_age_marks where individuals + businesses + partners > 2 * size) then
    return false;
  end if;
  if not customers_fold_begun() or (select count(*) from (select from customer_moves limit most + 1) as counted) > most then
    return false;
  end if;
  return customers_cut_widest('customer_name_marks', 'name', 'text', most, size)
    or customers_cut_widest('customer_age_marks', 'created_at', 'timestamptz', most, size);
end
$$;

create function customers_fold_begun() returns boolean language plpgsql as $$
begin
  -- Before the rows, as everybody who writes, so that nobody waits for each other.
  lock table customers in access share mode;
  perform from customer_totals where type = 'business' for update skip locked;
  return found;
end
$$;

-- A part holds what its customers and the moves among them tell in one snapshot; the last one, of which not all need have
-- been read, what is left of the whole.
create function customers_cut_widest(marks regclass, key text, kind text, most int, size int)
returns boolean language plpgsql as $$
declare
  wide record;
  made int;
begin
  execute format($wide$
    select place::text as place, id, individuals, businesses, partners, next::text as next, next_id from (
      select m.*, m.%1$I as place, lead(m.%1$I) over w as next, lead(id) over w as next_id
      from %2$s m window w as (order by m.%1$I, id)) as all_marks
    where individuals + businesses + partners > 2 * $1
    order by individuals + businesses + partners desc limit 1
    $wide$, key, marks) using size into wide;
  if wide.id is null then
    return false;
  end if;
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
  return made > 0;
end
$$;
