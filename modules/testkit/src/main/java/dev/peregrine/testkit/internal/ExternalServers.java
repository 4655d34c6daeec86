package dev.peregrine.testkit.internal;

import java.net.URI;

/// Servers that somebody else runs.
final class ExternalServers implements ServerKind {

  @Override
  public String title() {
    return "servers of your own";
  }

  @Override
  public URI startPostgres() {
    return given("services.postgres", "postgresql://user:password@host:5432/database");
  }

  @Override
  public URI startRedis() {
    return given("services.redis", "redis://host:6379");
  }

  @Override
  public void close() {}

  private static URI given(String property, String example) {
    var value = System.getProperty(property);
    if (value == null) {
      throw new IllegalArgumentException(
          property + ": absent (expected: -D" + property + "=" + example + ")");
    }
    return URI.create(value);
  }
}
