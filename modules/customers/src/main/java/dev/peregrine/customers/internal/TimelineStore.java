package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Registration;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/// Remembers on which timeline of the database caches forgot what they knew of a former one.
public final class TimelineStore implements Store {

  private static final Statement SEEN =
      Statement.write(
          "customers.timeline",
          """
          with newer as (
            insert into cache_timeline (timeline) values ($1::int)
            on conflict (single) do update set timeline = excluded.timeline
            where cache_timeline.timeline < excluded.timeline
            returning timeline
          )
          select customers_forget_payload('{"everything": true}') as id
          where $2::boolean or exists (select from newer)
          """);

  /// Makes the store.
  public TimelineStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(SEEN);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return bus.answer(
            StorePort.TIMELINE,
            (ask, call) ->
                database
                    .execute(SEEN, Tuple.of(ask.timeline(), ask.failedOver()), call)
                    .map(rows -> new StorePort.Forgetting(rows.size() > 0)))
        .map(List::of);
  }
}
