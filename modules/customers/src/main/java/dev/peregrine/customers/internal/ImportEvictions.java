package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.cache.EvictKeys;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.InvalidationVerticle;
import dev.peregrine.persistence.OutboxAppended;
import dev.peregrine.persistence.OutboxPort;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Makes every cache forget the customers that an import has changed.
final class ImportEvictions {

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final Duration timeout;

  ImportEvictions(Bus bus, Cache<Long, Customer> cache, Duration timeout) {
    this.bus = bus;
    this.cache = cache;
    this.timeout = timeout;
  }

  /// Forgets; the changes are committed, so the import goes on even if the cache cannot be told in
  /// time. Of those who are new, caches may know that there was nobody; that is for the relay.
  Future<Void> forget(List<Long> changed, String trace) {
    bus.tell(OutboxPort.APPENDED, new OutboxAppended(InvalidationVerticle.LANE));
    var rest = changed.iterator();
    return Steps.run(() -> forget(rest, trace));
  }

  private Future<Boolean> forget(Iterator<Long> rest, String trace) {
    if (!rest.hasNext()) {
      return Future.succeededFuture(false);
    }
    var some = new ArrayList<Long>();
    while (rest.hasNext() && some.size() < EvictKeys.MAX_KEYS) {
      some.add(rest.next());
    }
    return cache
        .evictKeys(some, Call.background(trace, timeout))
        .transform(told -> Future.succeededFuture(true));
  }
}
