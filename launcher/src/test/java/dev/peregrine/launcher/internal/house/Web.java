package dev.peregrine.launcher.internal.house;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A client of one port, for tests, which checks every answer by the contract. Safe on any thread.
final class Web implements AutoCloseable {

  static final String CUSTOMERS = "/api/v1/customers";

  private static final Answers ANSWERS = Answers.of(Contract.text());
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final URI server;

  Web(URI server) {
    this.server = server;
  }

  /// What came back.
  record Reply(int status, HttpHeaders headers, String body) {

    static Reply of(HttpResponse<String> response) {
      return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /// Returns a header; empty when there is none.
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    JsonObject json() {
      return new JsonObject(body);
    }

    JsonArray items() {
      return json().getJsonArray("items");
    }

    long id() {
      return json().getLong("id");
    }
  }

  /// Returns the server's address.
  URI address() {
    return server;
  }

  Reply get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  CompletableFuture<Reply> getLater(String path) {
    return client
        .sendAsync(request("GET", path, BodyPublishers.noBody()), BodyHandlers.ofString())
        .thenApply(Reply::of)
        .thenApply(reply -> ANSWERS.checked("GET", path, reply));
  }

  /// Sends JSON; the answer comes later.
  CompletableFuture<Reply> sendLater(String method, String path, String json, String... headers) {
    var request = request(method, path, BodyPublishers.ofString(json), withJson(headers));
    return client.sendAsync(request, BodyHandlers.ofString()).thenApply(Reply::of);
  }

  /// Returns where it speaks to.
  URI server() {
    return server;
  }

  Reply delete(String path, String... headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  Reply post(String path, JsonObject body) {
    return send("POST", path, body.encode());
  }

  /// Sends JSON.
  Reply send(String method, String path, String json, String... headers) {
    return send(method, path, BodyPublishers.ofString(json), withJson(headers));
  }

  private static String[] withJson(String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return all;
  }

  Reply send(String method, String path, BodyPublisher body, String... headers) {
    try {
      var sent = client.send(request(method, path, body, headers), BodyHandlers.ofString());
      return ANSWERS.checked(method, path, Reply.of(sent));
    } catch (IOException thrown) {
      throw new UncheckedIOException(method + " " + path, thrown);
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", thrown);
    }
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    var request = HttpRequest.newBuilder(server.resolve(path)).timeout(LIMIT).method(method, body);
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  /// Returns a person as a client would register one.
  static JsonObject person(String name, String email) {
    return new JsonObject().put("name", name).put("email", email).put("type", "individual");
  }

  /// Returns the path of a customer.
  static String customer(long id) {
    return CUSTOMERS + "/" + id;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
