package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.internal.StorePort.FoldMoves;
import dev.peregrine.customers.internal.StorePort.MovesFolded;
import dev.peregrine.customers.internal.StorePort.TidyMoves;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/// What totals and far pages of lists are read from, in Postgres, where triggers write it.
public final class TotalsStore implements Store {

  private static final Statement FOLD =
      new Statement(
          "customers.fold",
          Purpose.RELAY,
          "select moves, cuts from customers_fold($1::int, $2::int)");

  private static final Statement TIDY =
      new Statement(
          "customers.tidy",
          Purpose.RELAY,
          "vacuum customer_moves, customer_totals, customer_name_marks, customer_age_marks");

  /// Makes the store.
  public TotalsStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(FOLD, TIDY);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(StorePort.FOLD, (ask, call) -> fold(database, ask, call)),
                bus.answer(
                    StorePort.TIDY,
                    (TidyMoves ask, Call call) ->
                        database.execute(TIDY, Tuple.tuple(), call).map(ask))))
        .map(registered -> registered.list());
  }

  private static Future<MovesFolded> fold(Database database, FoldMoves ask, Call call) {
    return database
        .execute(FOLD, Tuple.of(ask.most(), ask.size()), call)
        .map(rows -> rows.iterator().next())
        .map(row -> new MovesFolded(row.getInteger("moves"), row.getInteger("cuts")));
  }
}
