package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The contract of the service's port: `openapi.yaml` among the resources.
final class Contract {

  private Contract() {}

  static OpenApi read() {
    return OpenApi.of(text());
  }

  static String text() {
    try (var in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new String(
          Objects.requireNonNull(in, "openapi.yaml").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException thrown) {
      throw new UncheckedIOException("a resource of our own", thrown);
    }
  }
}
