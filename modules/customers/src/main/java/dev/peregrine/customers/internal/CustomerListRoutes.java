package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.customers.BrowseCustomers;
import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerSort;
import dev.peregrine.customers.CustomerSummary;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.ListCustomers;
import dev.peregrine.customers.Place;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Lists of customers: by page number, or from a place on. Confined to the verticle's context.
public final class CustomerListRoutes {

  private static final Set<String> QUERIES =
      Set.of("page", "pageSize", "limit", "cursor", "type", "q", "sort");
  private static final int MAX_SIZE = 200;
  private static final int USUAL_SIZE = 50;
  private static final int MAX_PAGE = 1_000_000_000;

  private final Bus bus;
  private final Cursors cursors;

  /// Makes the endpoints.
  ///
  /// @param bus reaches the store
  /// @param cursorKey signs cursors
  public CustomerListRoutes(Bus bus, byte[] cursorKey) {
    this.bus = bus;
    this.cursors = new Cursors(cursorKey);
  }

  /// Answers `GET /api/v1/customers`: by place if `limit` or `cursor` is given, else by page.
  ///
  /// @param request what is asked
  public Future<Answer> list(Request request) {
    request.onlyQueries(QUERIES);
    var byPlace = request.query("limit").isPresent() || request.query("cursor").isPresent();
    var byPage = request.query("page").isPresent() || request.query("pageSize").isPresent();
    if (byPlace && byPage) {
      throw Rejection.invalid(
          FieldError.parameter(
              "page", "not-allowed", "Either page numbers or a cursor, not both."));
    }
    return byPlace ? window(request) : page(request);
  }

  private Future<Answer> page(Request request) {
    var page = request.queryInt("page", 1, MAX_PAGE, 1);
    var size = request.queryInt("pageSize", 1, MAX_SIZE, USUAL_SIZE);
    return bus.ask(
            CustomersPort.LIST,
            new ListCustomers(filter(request), sort(request), page, size, Tokens.of(request)),
            request.call())
        .map(found ->
            Answer.json(
                200,
                CustomerJson.customers(
                    found.items(),
                    json -> {
                      json.writeNumberField("totalCount", found.totalCount());
                      json.writeNumberField("pageNumber", page);
                      json.writeNumberField("pageSize", size);
                    })));
  }

  private Future<Answer> window(Request request) {
    var limit = request.queryInt("limit", 1, MAX_SIZE, USUAL_SIZE);
    var filter = filter(request);
    var sort = sort(request);
    var address = address(filter, sort, limit);
    var writer =
        new Links.Writer<CustomerSummary>(
            cursors, "customers" + address.replaceFirst("limit=\\d+", ""), row -> place(row, sort));
    var from = writer.from(request);
    return bus.ask(
            CustomersPort.BROWSE,
            new BrowseCustomers(filter, sort, from, limit, Tokens.of(request)),
            request.call())
        .map(found -> {
          var links = writer.of(found.items(), found.more(), from);
          var body =
              CustomerJson.customers(
                  found.items(),
                  json -> {
                    CustomerJson.nullable(json, "nextCursor", links.next());
                    CustomerJson.nullable(json, "prevCursor", links.previous());
                  });
          return links.in(Answer.json(200, body), address);
        });
  }

  static CustomerFilter filter(Request request) {
    var type = request.queryChoice("type", CustomerType.WORDS, "");
    var part = request.query("q");
    if (part.isPresent()
        && (part.get().isEmpty()
            || part.get().codePointCount(0, part.get().length()) > CustomerFilter.MAX_PART_LENGTH
            || part.get().indexOf('\0') >= 0)) {
      throw Rejection.invalid(
          FieldError.parameter("q", "malformed", "From 1 to 100 characters are expected."));
    }
    return new CustomerFilter(
        type.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(CustomerType.of(type)),
        part);
  }

  private static CustomerSort sort(Request request) {
    return CustomerSort.of(
        request.queryChoice("sort", CustomerSort.WORDS, CustomerSort.NAME.word()));
  }

  private static Place place(CustomerSummary row, CustomerSort sort) {
    return new Place(sort.byName() ? row.name() : row.createdAt().toString(), row.id(), false);
  }

  private static String address(CustomerFilter filter, CustomerSort sort, int limit) {
    return "/api/v1/customers?limit="
        + limit
        + "&sort="
        + sort.word()
        + filter.type().map(type -> "&type=" + type.word()).orElse("")
        + filter.part().map(q -> "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8)).orElse("");
  }
}
