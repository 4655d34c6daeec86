package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.IdempotencyKey;
import dev.peregrine.customers.OrderStatus;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.internal.OrderPort.Intent;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.OutboxIds;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import dev.peregrine.persistence.UniqueViolation;
import dev.peregrine.persistence.Written;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/// Questions with an idempotency key, in Postgres.
///
/// The key is a row of the same statement as its effect, so both are there or neither: whoever asks
/// again after a lost answer finds out which. A key that is there already breaks its unique index
/// and takes the effect back with it.
public final class KeyedStore implements Store {

  private static final String KEY_INDEX = "idempotency_keys_pkey";
  private static final String REGISTER = "customers.register";
  private static final String PLACE = "customers.place";

  private static final Statement INSERT =
      Statement.write(
          "customers.insertOnce",
          """
          with joined as (
            insert into customers (name, email, type) values ($1::text, $2::text, $3::text)
            on conflict (lower(email)) do nothing
            returning id, name, email, type, created_at, updated_at, version
          ), keyed as (
            insert into idempotency_keys (key_hash, fingerprint, resource_id, created_at)
            select $5::bytea, $6::bytea, id, created_at from joined
          )
          select joined.*,
                 outbox_append($4::uuid, 'mail', email,
                   jsonb_build_object('template', 'welcome', 'customerId', id, 'name', name),
                   interval '48 hours') as mail_id,
                 customers_evicted_by_writer($7::uuid, id) as told
          from joined
          """);

  private static final Statement KNOWN =
      Statement.write(
          "customers.keyKnown",
          """
          select fingerprint = $2::bytea as same, resource_id, created_at
          from idempotency_keys where key_hash = $1::bytea
          """);

  private static final Statement BEGIN =
      Statement.write(
          "customers.beginOnce",
          """
          with customer as (
            update customers set version = version + 1, updated_at = now()
            where id = $1::bigint
            returning id, customers_evicted_by_writer($7::uuid, id) as told
          ), placed as (
            insert into orders
              (customer_id, status, total, currency, payment_key, attempt_until, settle_at)
            select id, 'pending', $2::numeric, $3::text, gen_random_uuid(),
                   now() + $4::bigint * interval '1 millisecond',
                   now() + $4::bigint * interval '1 millisecond'
            from customer
            returning id, customer_id, status, total, currency, placed_at, payment_key
          ), keyed as (
            insert into idempotency_keys (key_hash, fingerprint, resource_id)
            select $5::bytea, $6::bytea, id from placed
          )
          select * from placed
          """);

  private static final Statement RESUME =
      Statement.write(
          "customers.resume",
          """
          with known as (
            select fingerprint = $2::bytea as same, resource_id
            from idempotency_keys where key_hash = $1::bytea
          ), resumed as (
            update orders o
            set attempt_until = now() + $3::bigint * interval '1 millisecond',
                settle_at = now() + $3::bigint * interval '1 millisecond'
            from known k
            where k.same and o.id = k.resource_id and o.status = 'pending'
              and (o.attempt_until is null or o.attempt_until <= now())
            returning o.id
          )
          select k.same, r.id is not null as resumed,
                 o.id, o.customer_id, o.status, o.total, o.currency, o.placed_at, o.payment_key
          from known k
          left join orders o on o.id = k.resource_id
          left join resumed r on r.id = o.id
          """);

  private static final Statement SWEEP =
      Statement.write(
          "customers.sweepKeys",
          """
          delete from idempotency_keys where key_hash in (
            select key_hash from idempotency_keys
            where created_at <= now() - interval '24 hours'
            order by created_at limit $1::int
            for update skip locked)
          """);

  /// Makes the store.
  public KeyedStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(INSERT, KNOWN, BEGIN, RESUME, SWEEP);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(StorePort.INSERT_ONCE, (ask, call) -> insert(database, ask, call)),
                bus.answer(OrderPort.BEGIN_ONCE, (ask, call) -> begin(database, ask, call)),
                bus.answer(
                    StorePort.SWEEP,
                    (ask, call) ->
                        database
                            .execute(SWEEP, Tuple.of(ask.limit()), call)
                            .map(rows -> new StorePort.KeysSwept(rows.rowCount())))))
        .map(registered -> registered.list());
  }

  private static Future<RegisterOutcome> insert(
      Database database, StorePort.Insert insert, Call call) {
    var ask = insert.question();
    var hash = Fingerprints.key(REGISTER, key(ask.key()));
    var fingerprint = Fingerprints.of(ask);
    var parameters =
        Tuple.of(ask.name(), ask.email(), ask.type().word(), OutboxIds.next())
            .addBuffer(hash)
            .addBuffer(fingerprint)
            .addUUID(insert.row());
    var known = Tuple.tuple().addBuffer(hash).addBuffer(fingerprint);
    return database
        .write(INSERT, parameters, call)
        .transform((written, thrown) -> {
          if (thrown != null && !UniqueViolation.of(thrown, KEY_INDEX)) {
            return Future.failedFuture(thrown);
          }
          if (thrown == null && written.rows().size() > 0) {
            var joined = CustomerStore.customer(written.rows().iterator().next(), List.of());
            return Future.succeededFuture(
                new RegisterOutcome.Registered(joined, Tokens.committed(written)));
          }
          return database
              .write(KNOWN, known, call)
              .map(found ->
                  found.rows().size() == 0
                      ? new RegisterOutcome.EmailTaken()
                      : repeated(ask, found));
        });
  }

  /// What was answered then: the question is the same, so only what the database added is read.
  private static RegisterOutcome repeated(RegisterCustomer ask, Written found) {
    var row = found.rows().iterator().next();
    if (!row.getBoolean("same")) {
      return new RegisterOutcome.KeyReused();
    }
    var at = row.getOffsetDateTime("created_at").toInstant();
    return new RegisterOutcome.Repeated(
        new Customer(
            row.getLong("resource_id"), ask.name(), ask.email(), ask.type(), at, at, 1, List.of()),
        Tokens.committed(found));
  }

  private static Future<Intent> begin(Database database, OrderPort.Begin begin, Call call) {
    var ask = begin.question();
    var hash = Fingerprints.key(PLACE, key(ask.key()));
    var fingerprint = Fingerprints.of(ask);
    var parameters =
        Tuple.of(ask.customerId(), ask.total(), ask.currency(), OrderStore.leaseMs(call))
            .addBuffer(hash)
            .addBuffer(fingerprint)
            .addUUID(begin.row());
    var resume =
        Tuple.tuple().addBuffer(hash).addBuffer(fingerprint).addLong(OrderStore.leaseMs(call));
    return database
        .execute(BEGIN, parameters, call)
        .transform((rows, thrown) -> {
          if (thrown == null) {
            return Future.succeededFuture(
                rows.size() == 0 ? new Intent.Unknown() : OrderStore.begun(rows.iterator().next()));
          }
          return UniqueViolation.of(thrown, KEY_INDEX)
              ? database
                  .write(RESUME, resume, call)
                  .map(found -> found.rows().size() == 0 ? new Intent.Busy() : resumed(found))
              : Future.failedFuture(thrown);
        });
  }

  private static Intent resumed(Written found) {
    var row = found.rows().iterator().next();
    if (!row.getBoolean("same")) {
      return new Intent.KeyReused();
    }
    if (row.getLong("id") == null) {
      return new Intent.Unknown();
    }
    if (row.getBoolean("resumed")) {
      return OrderStore.begun(row);
    }
    var order = OrderStore.order(row);
    return order.status() == OrderStatus.PENDING
        ? new Intent.Busy()
        : new Intent.Known(order, Tokens.committed(found));
  }

  private static IdempotencyKey key(Optional<IdempotencyKey> key) {
    return key.orElseThrow(
        () -> new IllegalArgumentException("key: absent (expected: an idempotency key)"));
  }
}
