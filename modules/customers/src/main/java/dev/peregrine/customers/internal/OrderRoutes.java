package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.BrowseOrders;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.Order;
import dev.peregrine.customers.Place;
import dev.peregrine.customers.PlaceOrder;
import dev.peregrine.customers.PlaceOutcome;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Request;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Set;

/// A customer's orders. Confined to the verticle's context.
public final class OrderRoutes {

  private static final Set<String> NO_QUERIES = Set.of();
  private static final Set<String> QUERIES = Set.of("limit", "cursor");
  private static final int MAX_SIZE = 200;
  private static final int USUAL_SIZE = 50;
  private static final BigDecimal MAX_TOTAL = new BigDecimal("999999999999.99");
  private static final int CODE_LENGTH = 3;

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final Cursors cursors;

  /// Makes the endpoints.
  ///
  /// @param bus reaches the room's verticle and store
  /// @param cache tells whether there is such a customer
  /// @param cursorKey signs cursors
  public OrderRoutes(Bus bus, Cache<Long, Customer> cache, byte[] cursorKey) {
    this.bus = bus;
    this.cache = cache;
    this.cursors = new Cursors(cursorKey);
  }

  /// Answers `POST /api/v1/customers/{id}/orders`.
  ///
  /// @param request what is asked
  public Future<Answer> place(Request request) {
    request.onlyQueries(NO_QUERIES);
    var key = RequestKeys.of(request);
    var customerId = request.idParameter("id");
    var fields = request.fields();
    var total = fields.decimal("total", 2, BigDecimal.ZERO, MAX_TOTAL);
    var currency = fields.text("currency", CODE_LENGTH, CODE_LENGTH);
    fields.done();
    var question = new PlaceOrder(customerId, total, currency, key);
    return bus.ask(CustomersPort.PLACE, question, request.call()).map(OrderRoutes::placed);
  }

  private static Answer placed(PlaceOutcome outcome) {
    return switch (outcome) {
      case PlaceOutcome.Placed placed -> {
        var body = CustomerJson.order(placed.order());
        var answer = Tokens.on(Answer.json(201, body), placed.seen());
        yield placed.repeated() ? RequestKeys.replayed(answer) : answer;
      }
      case PlaceOutcome.Declined declined -> throw Refusals.declined(declined);
      case PlaceOutcome.CalledOff _ -> throw Refusals.calledOff();
      case PlaceOutcome.InProgress() -> throw RequestKeys.inProgress();
      case PlaceOutcome.KeyReused() -> throw RequestKeys.reused();
      case PlaceOutcome.Unknown() -> throw Refusals.unknown();
      case PlaceOutcome.Invalid invalid -> throw Refusals.invalid(invalid.violations());
    };
  }

  /// Answers `GET /api/v1/customers/{id}/orders`.
  ///
  /// @param request what is asked
  public Future<Answer> list(Request request) {
    request.onlyQueries(QUERIES);
    var customerId = request.idParameter("id");
    var limit = request.queryInt("limit", 1, MAX_SIZE, USUAL_SIZE);
    var writer =
        new Links.Writer<Order>(
            cursors,
            "orders/" + customerId,
            row -> new Place(row.placedAt().toString(), row.id(), false));
    var from = writer.from(request);
    var seen = Tokens.of(request);
    return cache
        .read(customerId, Tokens.options(seen), request.call())
        .compose(known -> {
          if (known.value().isEmpty()) {
            throw Refusals.unknown();
          }
          var browse = new BrowseOrders(customerId, from, limit, seen);
          return bus.ask(CustomersPort.ORDERS, browse, request.call());
        })
        .map(found -> {
          var links = writer.of(found.items(), found.more(), from);
          var body =
              CustomerJson.orders(
                  found.items(),
                  json -> {
                    CustomerJson.nullable(json, "nextCursor", links.next());
                    CustomerJson.nullable(json, "prevCursor", links.previous());
                  });
          var address = "/api/v1/customers/" + customerId + "/orders?limit=" + limit;
          return links.in(Answer.json(200, body), address);
        });
  }
}
