package dev.peregrine.http.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.http.Caller;
import dev.peregrine.http.EntityTags;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Fields;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request that has found its route.
final class RoutedRequest implements Request {

  private static final Buffer NO_BODY = Buffer.buffer(0);

  private final HttpServerRequest http;
  private final Call call;
  private final Place place;
  private Buffer body = NO_BODY;
  private @Nullable Inflow inflow;
  private @Nullable Map<String, String> queries;

  /// Where the request belongs.
  ///
  /// @param target the route and the names of its parameters
  /// @param found the values of the parameters
  /// @param mediaType what the client prefers
  /// @param caller who asks
  record Place(RouteTree.Target target, RouteTree.Found found, String mediaType, Caller caller) {}

  RoutedRequest(HttpServerRequest http, Call call, Place place) {
    this.http = http;
    this.call = call;
    this.place = place;
  }

  void receive(Buffer bytes) {
    body = bytes;
  }

  void receive(Inflow stream) {
    inflow = stream;
  }

  @Override
  public Call call() {
    return call;
  }

  @Override
  public Caller caller() {
    return place.caller;
  }

  @Override
  public String requestId() {
    return call.trace();
  }

  @Override
  public String pathParameter(String name) {
    var index = place.target.parameters().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "parameter: " + name + " (expected: one of " + place.target.route().template() + ")");
    }
    var value = Percent.decodePath(place.found.value(index));
    if (value == null) {
      throw refused(name, "malformed", "Percent-encoded UTF-8 is expected.");
    }
    return value;
  }

  @Override
  public long idParameter(String name) {
    var value = pathParameter(name);
    try {
      var id = isPlain(value) ? Long.parseLong(value) : 0;
      if (id >= 1) {
        return id;
      }
    } catch (NumberFormatException thrown) {
      // Falls through: too large a number and no number at all are refused alike.
    }
    throw refused(name, "malformed", "A whole number from 1 to 9223372036854775807 is expected.");
  }

  @Override
  public void onlyQueries(Set<String> names) {
    for (var name : queries().keySet()) {
      if (!names.contains(name)) {
        throw refused(name, "unknown", "There is no such parameter.");
      }
    }
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(queries().get(name));
  }

  @Override
  public int queryInt(String name, int min, int max, int otherwise) {
    var value = queries().get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      if (isPlain(value)) {
        var number = Integer.parseInt(value);
        if (number >= min && number <= max) {
          return number;
        }
      }
    } catch (NumberFormatException thrown) {
      // Falls through: out of bounds and no number at all are refused alike.
    }
    throw refused(name, "malformed", "A whole number from " + min + " to " + max + " is expected.");
  }

  @Override
  public String queryChoice(String name, Set<String> choices, String otherwise) {
    var value = queries().get(name);
    if (value == null) {
      return otherwise;
    }
    if (!choices.contains(value)) {
      var allowed = String.join(", ", choices.stream().sorted().toList());
      throw refused(name, "not-allowed", "Allowed: " + allowed);
    }
    return value;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(Heads.list(http.headers(), name));
  }

  @Override
  public EntityTags ifMatch() {
    return EntityTags.strong(Heads.list(http.headers(), HttpHeaders.IF_MATCH));
  }

  @Override
  public EntityTags ifNoneMatch() {
    return EntityTags.weak(Heads.list(http.headers(), HttpHeaders.IF_NONE_MATCH));
  }

  @Override
  public String mediaType() {
    return place.mediaType;
  }

  @Override
  public Buffer bodyBytes() {
    return body;
  }

  @Override
  public String bodyType() {
    var contentType = http.headers().get(HttpHeaders.CONTENT_TYPE);
    var mediaType = contentType == null ? null : MediaTypes.ofBody(contentType);
    return mediaType == null ? "" : mediaType;
  }

  @Override
  public ReadStream<Buffer> bodyStream() {
    if (inflow == null) {
      throw new IllegalStateException(
          "body: whole (expected: a streaming route, at "
              + place.target.route().template()
              + ", to stream it)");
    }
    return inflow;
  }

  @Override
  public Fields fields() {
    return Fields.of(body);
  }

  @Override
  public void mark(String name, String value) {
    http.response().putHeader(name, value);
  }

  Map<String, String> queries() {
    var known = queries;
    if (known == null) {
      known = QueryString.parse(http.query());
      queries = known;
    }
    return known;
  }

  /// The JDK's parsers would also take a plus and the digits of other scripts.
  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-');
  }

  private static Rejection refused(String name, String code, String detail) {
    return Rejection.invalid(FieldError.parameter(name, code, detail));
  }
}
