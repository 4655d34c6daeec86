package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.cache.Token;
import dev.peregrine.customers.Customer;
import dev.peregrine.persistence.OutboxIds;
import io.vertx.core.Future;
import java.util.UUID;

/// Makes every node forget a customer after a commit, before whoever asked hears of it.
///
/// The commit has left a row in the outbox that says the same, for when this process dies before,
/// or Redis cannot be told. When it was told, the row is of no use any more.
public final class Evictions {

  private final Bus bus;
  private final Cache<Long, Customer> cache;

  /// Makes it.
  ///
  /// @param bus reaches who takes rows back
  /// @param cache forgets
  public Evictions(Bus bus, Cache<Long, Customer> cache) {
    this.bus = bus;
    this.cache = cache;
  }

  /// Returns the id under which a change shall leave its row.
  UUID announce() {
    return OutboxIds.next();
  }

  /// Evicts.
  ///
  /// @param id whom
  /// @param row announced in the statement that was committed
  /// @param call until when the caller waits
  Future<Token> evict(long id, UUID row, Call call) {
    return cache
        .evict(id, call)
        .onSuccess(token -> {
          if (!token.equals(Token.NONE)) {
            bus.tell(StorePort.FORGOTTEN, new StorePort.Forgotten(row));
          }
        });
  }
}
