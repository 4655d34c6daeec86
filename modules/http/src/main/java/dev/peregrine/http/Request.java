package dev.peregrine.http;

import dev.peregrine.bus.Call;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import java.util.Set;

/// One request as an endpoint sees it: routed, its body read unless it is streamed. Confined to the
/// verticle's context.
///
/// Whatever is asked of it and not as the client should have sent it is refused with a [Rejection]
/// of status 400 that names the place; endpoints let that pass.
public interface Request {

  /// Returns until when the client waits (`Request-Timeout`, at most the server's own limit), and
  /// the request's id.
  Call call();

  /// Returns who asks; [Caller#ANYBODY] where nobody is asked for a token.
  Caller caller();

  /// Returns the request's id: the client's `X-Request-Id`, or the trace id of its `traceparent`,
  /// or one made here.
  String requestId();

  /// Returns a path parameter, percent-decoded, not empty.
  ///
  /// @param name as the route's template writes it
  /// @throws IllegalArgumentException if the template has no such parameter
  String pathParameter(String name);

  /// Returns a path parameter that is an id: a decimal number from 1 to 2^63 - 1.
  ///
  /// @param name as the route's template writes it
  long idParameter(String name);

  /// Refuses every query parameter but these.
  ///
  /// @param names what the endpoint knows
  void onlyQueries(Set<String> names);

  /// Returns a query parameter, percent-decoded; refuses one that is given twice.
  ///
  /// @param name the parameter's name
  Optional<String> query(String name);

  /// Returns a query parameter that is a whole number.
  ///
  /// @param name the parameter's name
  /// @param min smallest allowed
  /// @param max largest allowed
  /// @param otherwise the value when it is absent
  int queryInt(String name, int min, int max, int otherwise);

  /// Returns a query parameter that is one of a few words.
  ///
  /// @param name the parameter's name
  /// @param choices what is allowed
  /// @param otherwise the value when it is absent
  String queryChoice(String name, Set<String> choices, String otherwise);

  /// Returns a header; several of one name are joined by commas.
  ///
  /// @param name the header's name, in any case
  Optional<String> header(String name);

  /// Returns the tags of `If-Match`; weak ones never match.
  EntityTags ifMatch();

  /// Returns the tags of `If-None-Match`. The server itself answers 304 when the answer's tag is
  /// among them; an endpoint asks only to save work.
  EntityTags ifNoneMatch();

  /// Returns which of the route's media types the client prefers.
  String mediaType();

  /// Returns the body, empty when there is none or the route takes none.
  Buffer bodyBytes();

  /// Returns the media type of the body, one of those that the route takes; empty when there is no
  /// body.
  String bodyType();

  /// Returns the body of a streamed route as it arrives; paused until it is resumed or fetched
  /// from.
  ///
  /// While it is paused the client's socket is not read, and a client that waits for `100 Continue`
  /// sends nothing before. It fails, and the connection is closed, when the client goes, writes no
  /// HTTP, or sends nothing for the server's `readTimeout`, and when the route's time is over.
  /// Confined to the verticle's context.
  ///
  /// @throws IllegalStateException if the route is not [Route#streaming]
  ReadStream<Buffer> bodyStream();

  /// Reads the body as one JSON object.
  Fields fields();

  /// Puts a header on the answer, whoever gives it: the server itself may refuse a streamed body
  /// that comes too slowly, long after the endpoint has begun. Before the answer only.
  ///
  /// @param name the header's name
  /// @param value its value
  void mark(String name, String value);
}
