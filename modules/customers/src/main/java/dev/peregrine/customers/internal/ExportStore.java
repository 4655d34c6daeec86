package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.internal.BulkPort.ExportRows;
import dev.peregrine.customers.internal.BulkPort.ExportedRows;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import java.util.List;

/// Exports from Postgres, by id: no transaction stays open while a client takes its time.
public final class ExportStore implements Store {

  private static final Statement ALL = statement("customers.export", "");
  private static final Statement TYPED = statement("customers.exportTyped", " and type = $3::text");
  private static final Statement SEARCHED =
      statement("customers.exportSearched", " and (name ilike $3::text or email ilike $3::text)");
  private static final Statement TYPED_SEARCHED =
      statement(
          "customers.exportTypedSearched",
          " and type = $3::text and (name ilike $4::text or email ilike $4::text)");

  /// Makes the store.
  public ExportStore() {}

  @Override
  public List<Statement> statements() {
    return List.of(ALL, TYPED, SEARCHED, TYPED_SEARCHED);
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return bus.answer(BulkPort.EXPORT, (ask, call) -> read(database, ask, call)).map(List::of);
  }

  private static Future<ExportedRows> read(Database database, ExportRows ask, Call call) {
    var parameters = CustomerListStore.parameters(ask.filter());
    var all = io.vertx.sqlclient.Tuple.of(ask.afterId(), ask.limit());
    for (var i = 0; i < parameters.size(); i++) {
      all.addValue(parameters.getValue(i));
    }
    return database
        .execute(of(ask.filter()), all, call)
        .map(rows -> new ExportedRows(rows.stream().map(CustomerListStore::summary).toList()));
  }

  private static Statement of(CustomerFilter filter) {
    if (filter.part().isPresent()) {
      return filter.type().isPresent() ? TYPED_SEARCHED : SEARCHED;
    }
    return filter.type().isPresent() ? TYPED : ALL;
  }

  private static Statement statement(String name, String filter) {
    return Statement.bulk(
        name,
        "select id, name, email, type, created_at, updated_at, version from customers"
            + " where id > $1::bigint"
            + filter
            + " order by id limit $2::int");
  }
}
