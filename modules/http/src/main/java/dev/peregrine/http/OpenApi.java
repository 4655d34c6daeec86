package dev.peregrine.http;

import dev.peregrine.http.internal.ContractReader;
import dev.peregrine.http.internal.DocsPage;
import dev.peregrine.http.internal.Operations;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/// The contract of a port, an OpenAPI 3.1 document: requests are checked by it, and it is shown.
///
/// Immutable and safe on any thread.
public final class OpenApi {

  /// The contract of a port that has none: no request is checked by it.
  public static final OpenApi NONE = new OpenApi("openapi: 3.1.0");

  private final ContractReader contract;
  private final Answer yaml;
  private final Answer asJson;
  private final Answer page;

  private OpenApi(String text) {
    this.contract = ContractReader.read(text);
    this.yaml = shown("application/yaml", text);
    this.asJson = shown("application/json", contract.json().encodePrettily());
    this.page =
        shown("text/html; charset=utf-8", DocsPage.HTML)
            .with("Content-Security-Policy", DocsPage.POLICY);
  }

  /// Reads a contract.
  ///
  /// @param yaml its text
  /// @throws IllegalArgumentException if it is no YAML, or says of requests what is not checked
  ///   here
  public static OpenApi of(String yaml) {
    return new OpenApi(yaml);
  }

  /// Returns the routes that show it: `/openapi.yaml`, `/openapi.json`, and `/docs`, a page to try
  /// it in.
  public Routes routes() {
    return contract.operations().isEmpty() ? table -> {} : this::mount;
  }

  private void mount(RouteTable table) {
    table
        .add(
            Route.get("/openapi.yaml", Access.PUBLIC, request -> given(yaml))
                .giving("application/yaml", "text/yaml", "text/plain"))
        .add(Route.get("/openapi.json", Access.PUBLIC, request -> given(asJson)))
        .add(Route.get("/docs", Access.PUBLIC, request -> given(page)).giving("text/html"));
  }

  /// Returns what it describes: `GET /api/v1/customers/{id}`.
  public Set<String> operations() {
    return contract.operations().keySet();
  }

  /// Returns the document as JSON; a copy.
  public JsonObject json() {
    return contract.json().copy();
  }

  /// Returns a route whose requests are checked before its endpoint sees them; one that is not in
  /// the contract as it is.
  Route checked(Route route) {
    return Operations.checked(route, contract);
  }

  private static Future<Answer> given(Answer answer) {
    return Future.succeededFuture(answer);
  }

  private static Answer shown(String mediaType, String text) {
    return Answer.of(200, mediaType, Buffer.buffer(text))
        .withEntityTag(Integer.toHexString(text.hashCode()))
        .with("Cache-Control", "no-cache");
  }
}
