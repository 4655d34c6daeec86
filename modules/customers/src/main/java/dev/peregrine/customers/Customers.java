package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.Loaded;
import dev.peregrine.customers.internal.BulkRoutes;
import dev.peregrine.customers.internal.CustomerCodec;
import dev.peregrine.customers.internal.CustomerListStore;
import dev.peregrine.customers.internal.CustomerStore;
import dev.peregrine.customers.internal.ExportStore;
import dev.peregrine.customers.internal.ImportCompletion;
import dev.peregrine.customers.internal.ImportProgressStore;
import dev.peregrine.customers.internal.ImportStore;
import dev.peregrine.customers.internal.ImportWorkStore;
import dev.peregrine.customers.internal.KeyedStore;
import dev.peregrine.customers.internal.OrderStore;
import dev.peregrine.customers.internal.RunningImports;
import dev.peregrine.customers.internal.SeedStore;
import dev.peregrine.customers.internal.SettlementStore;
import dev.peregrine.customers.internal.StorePort;
import dev.peregrine.customers.internal.TimelineStore;
import dev.peregrine.customers.internal.TotalsStore;
import dev.peregrine.http.Responses;
import dev.peregrine.http.Routes;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.Store;
import java.util.List;

/// The room put together: what to deploy, what to host, what to serve.
public final class Customers {

  /// The cache region's name, which needs an entry in the cache's configuration.
  public static final String REGION = "customers";

  private static final String NOBODY = "absent";

  private final Bus bus;
  private final Caches caches;
  private final CustomersConfig config;
  private final Cache<Long, Customer> cache;
  private final RunningImports running = new RunningImports();

  /// Declares the room's cache region.
  ///
  /// @param bus joins the room's parts
  /// @param caches the node's regions
  /// @param config the room's knobs
  public Customers(Bus bus, Caches caches, CustomersConfig config) {
    this.bus = bus;
    this.caches = caches;
    this.config = config;
    this.cache =
        caches
            .<Long, Customer>cache(REGION)
            .keys(id -> Long.toString(id), Long::valueOf)
            .codec(new CustomerCodec())
            .loader(StorePort.LOAD, FindCustomer::new, Customers::found)
            .build();
  }

  /// Returns the room's SQL, for the persistence verticle to host.
  public static List<Store> stores() {
    return List.of(
        new CustomerStore(),
        new CustomerListStore(),
        new TotalsStore(),
        new OrderStore(),
        new SettlementStore(),
        new KeyedStore(),
        new SeedStore(),
        new ImportStore(),
        new ImportProgressStore(),
        new ImportWorkStore(),
        new ExportStore(),
        new TimelineStore());
  }

  /// Returns a new instance of the room's verticle.
  public CustomersVerticle verticle() {
    return new CustomersVerticle(bus, cache, config);
  }

  /// Returns a new instance of who settles the orders that nobody waits for any more; one for each
  /// node.
  public SettlementVerticle settlement() {
    return new SettlementVerticle(bus, cache, config);
  }

  /// Returns a new instance of who goes on with imports whose clients were answered; one for each
  /// node.
  public ImportVerticle imports() {
    return new ImportVerticle(new ImportCompletion(bus, cache, config.bulk(), running));
  }

  /// Returns a new instance of who keeps totals and far pages cheap; one for each node.
  public TotalsVerticle totals() {
    return new TotalsVerticle(bus);
  }

  /// Returns a new instance of who tells caches what was changed past the service; one for each
  /// node.
  ///
  /// @param outbox where the triggers of the room's tables append
  /// @param database knows when another server became the primary
  public InvalidationVerticle invalidation(Outbox outbox, Database database) {
    var lane = new InvalidationVerticle.Lane(outbox, database);
    return new InvalidationVerticle(bus, lane, caches, config.invalidation());
  }

  /// Returns what the room serves over HTTP.
  ///
  /// @param responses keeps answers ready
  public Routes routes(Responses responses) {
    var bulk = new BulkRoutes(bus, cache, config.bulk(), running);
    return new CustomersRoutes(bus, cache, config, new CustomersRoutes.Shared(bulk, responses));
  }

  /// A customer can be evicted with all others of its type, and that there is nobody with all else
  /// of that kind: the triggers of the table do so when many join.
  private static Loaded<Customer> found(FindOutcome outcome) {
    return switch (outcome) {
      case FindOutcome.Found(var customer) ->
          Loaded.found(customer).tagged("type:" + customer.type().word());
      case FindOutcome.Unknown() -> Loaded.<Customer>absent().tagged(NOBODY);
    };
  }
}
