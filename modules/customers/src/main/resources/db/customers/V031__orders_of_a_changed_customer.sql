-- The newest orders of a customer whose row the statement has locked, as they are then. The statement itself, if it had to
-- wait for the row, sees orders as they were before. Volatile: its query has a snapshot of its own, at read committed.
create function customers_newest_orders(of_customer bigint)
returns table (id bigint, status text, total numeric, currency text, placed_at timestamptz)
language plpgsql volatile strict rows 10 as $$
begin
  return query
    select o.id, o.status, o.total, o.currency, o.placed_at from orders o
    where o.customer_id = of_customer order by o.placed_at desc, o.id desc limit 10;
end
$$;
