package dev.peregrine.launcher.internal.house;

import dev.peregrine.bus.AsyncApi;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.http.Access;
import dev.peregrine.http.Answer;
import dev.peregrine.http.Route;
import dev.peregrine.http.RouteTable;
import dev.peregrine.http.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/// The contract of the bus, for people and programs that join it: `/asyncapi.json`.
final class AsyncApiRoutes implements Routes {

  private static final String PATH = "/asyncapi.json";

  /// Of the contract, not of the program: raised when an address is added.
  private static final String VERSION = "1.0.0";

  private final Answer document = Answer.json(200, Buffer.buffer(document().encodePrettily()));

  static JsonObject document() {
    return AsyncApi.document("Peregrine", VERSION, CustomersPort.class);
  }

  @Override
  public void mount(RouteTable table) {
    table.add(Route.get(PATH, Access.PUBLIC, request -> Future.succeededFuture(document)));
  }
}
