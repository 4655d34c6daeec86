package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.internal.StorePort.CutMark;
import dev.peregrine.customers.internal.StorePort.FoldMoves;
import dev.peregrine.customers.internal.StorePort.MarkCut;
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
      new Statement("customers.fold", Purpose.RELAY, "select customers_fold($1::int) as moves");

  private static final Statement CUT =
      new Statement(
          "customers.cut", Purpose.RELAY, "select customers_cut($1::int, $2::int) as cut");

  private static final Statement TIDY =
      new Statement(
          "customers.tidy",
          Purpose.RELAY,
          "vacuum customer_moves, customer_totals, customer_name_marks, customer_age_marks");

  /// Makes the store.
  public TotalsStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(FOLD, CUT, TIDY);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(StorePort.FOLD, (ask, call) -> fold(database, ask, call)),
                bus.answer(StorePort.CUT, (ask, call) -> cut(database, ask, call)),
                bus.answer(
                    StorePort.TIDY,
                    (TidyMoves ask, Call call) ->
                        database.execute(TIDY, Tuple.tuple(), call).map(ask))))
        .map(registered -> registered.list());
  }

  private static Future<MovesFolded> fold(Database database, FoldMoves ask, Call call) {
    return database
        .execute(FOLD, Tuple.of(ask.most()), call)
        .map(rows -> new MovesFolded(rows.iterator().next().getInteger("moves")));
  }

  private static Future<MarkCut> cut(Database database, CutMark ask, Call call) {
    return database
        .execute(CUT, Tuple.of(ask.most(), ask.size()), call)
        .map(rows -> new MarkCut(rows.iterator().next().getBoolean("cut")));
  }
}
