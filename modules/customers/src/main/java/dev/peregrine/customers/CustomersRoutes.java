package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.internal.BulkRoutes;
import dev.peregrine.customers.internal.CustomerListRoutes;
import dev.peregrine.customers.internal.CustomerRoutes;
import dev.peregrine.customers.internal.OrderRoutes;
import dev.peregrine.customers.internal.SigningKey;
import dev.peregrine.http.Access;
import dev.peregrine.http.ReadyAnswers;
import dev.peregrine.http.Responses;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import java.time.Duration;

/// What the room serves over HTTP: `/api/v1/customers` and below.
public final class CustomersRoutes implements Routes {

  /// What a token must bear to read.
  public static final String READ_SCOPE = "customers:read";

  /// What a token must bear to change anything.
  public static final String WRITE_SCOPE = "customers:write";

  /// What a token must bear to import, and to ask about imports.
  public static final String IMPORT_SCOPE = "customers:import";

  private static final Access READ = Access.scope(READ_SCOPE);
  private static final Access WRITE = Access.scope(WRITE_SCOPE);
  private static final Access IMPORT = Access.scope(IMPORT_SCOPE);
  private static final String ALL = "/api/v1/customers";
  private static final String ONE = ALL + "/{id}";
  private static final String ORDERS = ONE + "/orders";
  private static final String ONE_IMPORT = "/api/v1/imports/{importId}";

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final byte[] cursorKey;
  private final BulkRoutes bulk;
  private final Duration bulkWithin;
  private final ReadyAnswers<Customer> ready;

  /// What all event loops share.
  ///
  /// @param bulk imports and exports
  /// @param responses keeps answers ready
  record Shared(BulkRoutes bulk, Responses responses) {}

  CustomersRoutes(Bus bus, Cache<Long, Customer> cache, CustomersConfig config, Shared shared) {
    this.bus = bus;
    this.cache = cache;
    this.cursorKey = SigningKey.of(config.cursorKey());
    this.bulk = shared.bulk();
    this.bulkWithin = config.bulk().within();
    this.ready = shared.responses().kind("customer", CustomerRoutes::shown);
  }

  @Override
  public void mount(RouteTable table) {
    var customers = new CustomerRoutes(bus, cache, ready);
    var lists = new CustomerListRoutes(bus, cursorKey);
    var orders = new OrderRoutes(bus, cache, cursorKey);
    table
        .add(Route.get(ALL, READ, lists::list))
        .add(Route.post(ALL, WRITE, customers::register))
        .add(Route.get(ONE, READ, customers::find))
        .add(Route.put(ONE, WRITE, customers::replace))
        .add(Route.patch(ONE, WRITE, customers::amend))
        .add(Route.delete(ONE, WRITE, customers::remove))
        .add(Route.get(ORDERS, READ, orders::list))
        .add(Route.post(ORDERS, WRITE, orders::place));
    mountBulk(table);
  }

  private void mountBulk(RouteTable table) {
    table
        .add(
            Route.post(ALL + "/import", IMPORT, bulk::load)
                .taking(BulkRoutes.NDJSON, BulkRoutes.CSV)
                .streaming()
                .within(bulkWithin))
        .add(
            Route.get(ALL + "/export", READ, bulk::export)
                .giving(BulkRoutes.NDJSON, BulkRoutes.CSV)
                .within(bulkWithin))
        .add(Route.get(ONE_IMPORT, IMPORT, bulk::progress))
        .add(
            Route.patch(ONE_IMPORT, IMPORT, bulk::resume)
                .taking("application/partial-upload")
                .streaming()
                .within(bulkWithin))
        .add(Route.get(ONE_IMPORT + "/events", IMPORT, bulk::events).giving("text/event-stream"))
        .add(
            Route.get(ONE_IMPORT + "/errors", IMPORT, bulk::refusals)
                .giving(BulkRoutes.NDJSON)
                .within(bulkWithin));
  }
}
