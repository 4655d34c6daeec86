package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.customers.BrowseCustomers;
import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerPage;
import dev.peregrine.customers.CustomerSummary;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.CustomerWindow;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.ListCustomers;
import dev.peregrine.customers.Place;
import dev.peregrine.customers.internal.CustomerListStatements.Step;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.Store;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// Many customers at a time, in Postgres.
public final class CustomerListStore implements Store {

  private final CustomerListStatements windows = new CustomerListStatements();
  private final CustomerPageStatements pages = new CustomerPageStatements();

  /// Makes the store.
  public CustomerListStore() {}

  @Override
  public List<Statement> statements() {
    return Stream.concat(windows.all().stream(), pages.all().stream()).toList();
  }

  @Override
  public Future<List<Registration>> open(Bus bus, Database database) {
    return Future.all(
            List.of(
                bus.answer(CustomersPort.LIST, (ask, call) -> list(database, ask, call)),
                bus.answer(CustomersPort.BROWSE, (ask, call) -> browse(database, ask, call))))
        .map(registered -> registered.list());
  }

  private Future<CustomerPage> list(Database database, ListCustomers ask, Call call) {
    var offset = (ask.page() - 1L) * ask.pageSize();
    var parameters = parameters(ask.filter()).addInteger(ask.pageSize()).addLong(offset);
    return database
        .read(
            pages.of(ask.filter(), ask.sort(), offset),
            parameters,
            Tokens.position(ask.atLeast()),
            call)
        .map(rows ->
            new CustomerPage(
                rows.stream()
                    .filter(row -> row.getLong("id") != null)
                    .map(CustomerListStore::summary)
                    .toList(),
                rows.iterator().next().getLong("total")));
  }

  private Future<CustomerWindow> browse(Database database, BrowseCustomers ask, Call call) {
    var backwards = ask.from().isPresent() && ask.from().get().backwards();
    var step = ask.from().isEmpty() ? Step.START : backwards ? Step.BEFORE : Step.AFTER;
    var parameters = parameters(ask.filter());
    ask.from().ifPresent(place -> addPlace(parameters, place, ask.sort().byName()));
    parameters.addInteger(ask.limit() + 1);
    var statement = windows.of(ask.filter(), ask.sort(), step);
    return database
        .read(statement, parameters, Tokens.position(ask.atLeast()), call)
        .map(rows -> rows.stream().map(CustomerListStore::summary).toList())
        .map(rows -> {
          var items = Windows.cut(rows, ask.limit(), backwards);
          return new CustomerWindow(items, rows.size() > ask.limit());
        });
  }

  static Tuple parameters(CustomerFilter filter) {
    var parameters = Tuple.tuple();
    filter.type().ifPresent(type -> parameters.addString(type.word()));
    filter.part().ifPresent(part -> parameters.addString(pattern(part)));
    return parameters;
  }

  private static void addPlace(Tuple parameters, Place place, boolean byName) {
    if (byName) {
      parameters.addString(place.key());
    } else {
      parameters.addOffsetDateTime(Instant.parse(place.key()).atOffset(ZoneOffset.UTC));
    }
    parameters.addLong(place.id());
  }

  /// What the client wrote is a substring, not a pattern.
  private static String pattern(String part) {
    var literal = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return "%" + literal + "%";
  }

  static CustomerSummary summary(Row row) {
    return new CustomerSummary(
        row.getLong("id"),
        row.getString("name"),
        row.getString("email"),
        CustomerType.of(row.getString("type")),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getLong("version"));
  }
}
