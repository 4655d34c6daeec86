package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import dev.peregrine.customers.ChangeCustomer;
import dev.peregrine.customers.ChangeOutcome;
import dev.peregrine.customers.Customer;
import dev.peregrine.customers.CustomerType;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.Freshness;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RemoveCustomer;
import dev.peregrine.customers.RemoveOutcome;
import dev.peregrine.http.Answer;
import dev.peregrine.http.EntityTags;
import dev.peregrine.http.Fields;
import dev.peregrine.http.ReadyAnswers;
import dev.peregrine.http.Request;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One customer at a time. Confined to the verticle's context.
public final class CustomerRoutes {

  private static final Set<String> NO_QUERIES = Set.of();
  private static final String HIT = "peregrine-l1; hit";

  private final Bus bus;
  private final Cache<Long, Customer> cache;
  private final ReadyAnswers<Customer> ready;

  /// Makes the endpoints.
  ///
  /// @param bus reaches the room's verticle
  /// @param cache answers what is in memory without a message
  /// @param ready the answers that show what is in memory
  public CustomerRoutes(Bus bus, Cache<Long, Customer> cache, ReadyAnswers<Customer> ready) {
    this.bus = bus;
    this.cache = cache;
    this.ready = ready;
  }

  /// Shows one customer as most find it: in memory.
  ///
  /// @param customer what the cache knows
  public static Answer shown(Customer customer) {
    return answer(200, customer).with("Cache-Status", HIT);
  }

  /// Answers `GET /api/v1/customers/{id}`.
  ///
  /// @param request what is asked
  public Future<Answer> find(Request request) {
    request.onlyQueries(NO_QUERIES);
    var fresh =
        request.header("cache-control").filter(text -> text.contains("no-cache")).isPresent();
    var seen = Tokens.of(request);
    var options = fresh ? ReadOptions.bypassed() : Tokens.options(seen);
    return cache
        .read(request.idParameter("id"), options, request.call())
        .map(fresh ? CustomerRoutes::bypassed : this::found);
  }

  /// Only what is in memory has an answer ready: who asks for many customers once each must not
  /// push out what others ask for again and again.
  private Answer found(Read<Customer> read) {
    var customer = read.value().orElseThrow(Refusals::unknown);
    if (read.tier() != Tier.NEAR) {
      return aged(shown(customer).with("Cache-Status", CacheStatus.of(read)), read);
    }
    var answer = ready.of(customer);
    return aged(
        read.staleness() == Staleness.NONE
            ? answer
            : answer.with("Cache-Status", CacheStatus.of(read)),
        read);
  }

  /// What a client wanted from the source is not remembered, so neither is the answer.
  private static Answer bypassed(Read<Customer> read) {
    var answer = shown(read.value().orElseThrow(Refusals::unknown));
    return aged(answer.with("Cache-Status", "peregrine-l1; fwd=request"), read);
  }

  private static Answer aged(Answer answer, Read<Customer> read) {
    return answer.with("Age", Long.toString(read.age().toSeconds()));
  }

  /// Answers `POST /api/v1/customers`.
  ///
  /// @param request what is asked
  public Future<Answer> register(Request request) {
    request.onlyQueries(NO_QUERIES);
    var key = RequestKeys.of(request);
    var fields = request.fields();
    var name = name(fields);
    var email = email(fields);
    var type = fields.choice("type", CustomerType.WORDS);
    fields.done();
    return bus.ask(
            CustomersPort.REGISTER,
            new RegisterCustomer(name, email, CustomerType.of(type), key),
            request.call())
        .map(CustomerRoutes::registered);
  }

  private static Answer registered(RegisterOutcome outcome) {
    return switch (outcome) {
      case RegisterOutcome.Registered joined -> created(joined.customer(), joined.seen());
      case RegisterOutcome.Repeated before ->
          RequestKeys.replayed(created(before.customer(), before.seen()));
      case RegisterOutcome.KeyReused() -> throw RequestKeys.reused();
      case RegisterOutcome.Refused() -> throw Refusals.notAccepted();
      case RegisterOutcome.EmailTaken() -> throw Refusals.emailTaken();
      case RegisterOutcome.Invalid invalid -> throw Refusals.invalid(invalid.violations());
    };
  }

  /// Answers `PUT /api/v1/customers/{id}`, which must say which version it replaces.
  ///
  /// @param request what is asked
  public Future<Answer> replace(Request request) {
    request.onlyQueries(NO_QUERIES);
    var id = request.idParameter("id");
    if (!request.ifMatch().present()) {
      throw Refusals.unconditional();
    }
    var fields = request.fields();
    var name = name(fields);
    var email = email(fields);
    var type = fields.choice("type", CustomerType.WORDS);
    fields.done();
    return change(
        request,
        new ChangeCustomer(
            id,
            Optional.of(name),
            Optional.of(email),
            Optional.of(CustomerType.of(type)),
            versions(request.ifMatch())));
  }

  /// Answers `PATCH /api/v1/customers/{id}`, a merge patch (RFC 7396): no member can be removed, so
  /// null is refused.
  ///
  /// @param request what is asked
  public Future<Answer> amend(Request request) {
    request.onlyQueries(NO_QUERIES);
    var id = request.idParameter("id");
    var fields = request.fields();
    var name = fields.has("name") ? Optional.of(name(fields)) : Optional.<String>empty();
    var email = fields.has("email") ? Optional.of(email(fields)) : Optional.<String>empty();
    var type =
        fields.has("type")
            ? Optional.of(fields.choice("type", CustomerType.WORDS))
            : Optional.<String>empty();
    fields.done();
    return change(
        request,
        new ChangeCustomer(
            id, name, email, type.map(CustomerType::of), versions(request.ifMatch())));
  }

  private Future<Answer> change(Request request, ChangeCustomer question) {
    return bus.ask(CustomersPort.CHANGE, question, request.call()).map(CustomerRoutes::changed);
  }

  private static Answer changed(ChangeOutcome outcome) {
    return switch (outcome) {
      case ChangeOutcome.Changed changed ->
          Tokens.on(answer(200, changed.customer()), changed.seen());
      case ChangeOutcome.Stale _ -> throw Refusals.stale();
      case ChangeOutcome.EmailTaken() -> throw Refusals.emailTaken();
      case ChangeOutcome.Unknown() -> throw Refusals.unknown();
      case ChangeOutcome.Invalid invalid -> throw Refusals.invalid(invalid.violations());
    };
  }

  /// Answers `DELETE /api/v1/customers/{id}`.
  ///
  /// @param request what is asked
  public Future<Answer> remove(Request request) {
    request.onlyQueries(NO_QUERIES);
    var question = new RemoveCustomer(request.idParameter("id"), versions(request.ifMatch()));
    return bus.ask(CustomersPort.REMOVE, question, request.call()).map(CustomerRoutes::removed);
  }

  private static Answer removed(RemoveOutcome outcome) {
    return switch (outcome) {
      case RemoveOutcome.Removed(var seen) -> Tokens.on(Answer.noContent(), seen);
      case RemoveOutcome.Stale _ -> throw Refusals.stale();
      case RemoveOutcome.Unknown() -> throw Refusals.unknown();
    };
  }

  private static String name(Fields fields) {
    return fields.text("name", 1, Customer.MAX_NAME_LENGTH);
  }

  private static String email(Fields fields) {
    return fields.text("email", 1, Customer.MAX_EMAIL_LENGTH);
  }

  /// The versions that `If-Match` names; nothing when any will do. A tag that is not ours names
  /// none.
  private static Optional<Set<Long>> versions(EntityTags tags) {
    if (!tags.present() || tags.any()) {
      return Optional.empty();
    }
    return Optional.of(
        tags.tags().stream()
            .filter(tag -> tag.matches("[0-9]{1,18}"))
            .map(Long::valueOf)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Answer created(Customer customer, Freshness seen) {
    return Tokens.on(answer(201, customer), seen)
        .with("Location", "/api/v1/customers/" + customer.id());
  }

  private static Answer answer(int status, Customer customer) {
    return Answer.json(status, CustomerJson.customer(customer))
        .withEntityTag(Long.toString(customer.version()))
        .with("Cache-Control", "private, no-cache");
  }
}
