package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.SeedCustomers;
import dev.peregrine.customers.Seeded;
import dev.peregrine.customers.internal.SeedCustomer.SeedOrder;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Demo customers, written into Postgres a thousand at a time: one statement, columns as arrays.
public final class SeedStore implements Store {

  private static final Statement SEED =
      Statement.write(
          "customers.seed",
          """
          with people as (
            insert into customers (name, email, type, created_at, updated_at)
            select name, email, type, created_at, created_at
            from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
              as one (name, email, type, created_at)
            on conflict (lower(email)) do nothing
            returning id, email
          ), placed as (
            insert into orders (customer_id, status, total, currency, placed_at)
            select p.id, one.status, one.total, one.currency, one.placed_at
            from unnest($5::text[], $6::text[], $7::numeric[], $8::text[], $9::timestamptz[])
              as one (email, status, total, currency, placed_at)
            join people p using (email)
            returning 1
          )
          select (select count(*) from people)::int as customers,
                 (select count(*) from placed)::int as orders
          """);

  /// Makes the store.
  public SeedStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(SEED);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return bus.answer(CustomersPort.SEED, (ask, call) -> seed(database, ask, call)).map(List::of);
  }

  private static Future<Seeded> seed(Database database, SeedCustomers ask, Call call) {
    var people =
        LongStream.range(ask.from(), ask.from() + ask.count()).mapToObj(SeedCustomer::of).toList();
    return database
        .execute(SEED, parameters(people), call)
        .map(rows -> rows.iterator().next())
        .map(row -> new Seeded(row.getInteger("customers"), row.getInteger("orders")));
  }

  private static Tuple parameters(List<SeedCustomer> people) {
    var owners = new ArrayList<String>();
    var orders = new ArrayList<SeedOrder>();
    for (var person : people) {
      for (var order : person.orders()) {
        owners.add(person.email());
        orders.add(order);
      }
    }
    return Tuple.tuple()
        .addArrayOfString(people.stream().map(SeedCustomer::name).toArray(String[]::new))
        .addArrayOfString(people.stream().map(SeedCustomer::email).toArray(String[]::new))
        .addArrayOfString(people.stream().map(SeedCustomer::type).toArray(String[]::new))
        .addArrayOfOffsetDateTime(times(people.stream().map(SeedCustomer::createdAt).toList()))
        .addArrayOfString(owners.toArray(String[]::new))
        .addArrayOfString(orders.stream().map(SeedOrder::status).toArray(String[]::new))
        .addValue(orders.stream().map(SeedOrder::total).toArray(BigDecimal[]::new))
        .addArrayOfString(orders.stream().map(SeedOrder::currency).toArray(String[]::new))
        .addArrayOfOffsetDateTime(times(orders.stream().map(SeedOrder::placedAt).toList()));
  }

  private static OffsetDateTime[] times(List<Instant> instants) {
    return instants.stream()
        .map(instant -> instant.atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }
}
