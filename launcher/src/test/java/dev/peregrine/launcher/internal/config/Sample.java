package dev.peregrine.launcher.internal.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A configuration with one component of every type that a room may declare.
record Sample(Http http, Cache cache, Postgres postgres, Auth auth) {

  static final Sample DEFAULTS =
      new Sample(
          new Http("127.0.0.1", 8080, Compression.GZIP_FAST, 64 << 10, 0.5, true),
          new Cache(
              10_000,
              Duration.ofSeconds(30),
              Duration.ofMillis(250),
              64L << 20,
              Map.of("customers", new Region(Duration.ofSeconds(10), 1_000))),
          new Postgres(Optional.empty(), List.of(), Optional.of(Duration.ofSeconds(5))),
          new Auth("", Map.of(), Optional.empty()));

  enum Compression {
    NONE,
    GZIP_FAST
  }

  record Http(
      String host,
      int port,
      Compression compression,
      int bodyBytes,
      double sampled,
      boolean keepAlive) {
    Http {
      check(port >= 0 && port <= 65_535, "http.port: " + port + " (expected: 0 to 65535)");
      check(!host.isBlank(), "host: blank (expected: a name or an address)");
    }
  }

  record Cache(
      int nearEntries,
      Duration freshFor,
      Duration farTimeout,
      long totalBytes,
      Map<String, Region> regions) {
    Cache {
      regions = Map.copyOf(regions);
      check(nearEntries >= 1, "cache.nearEntries: " + nearEntries + " (expected: >= 1)");
      check(
          farTimeout.compareTo(freshFor) < 0,
          "cache.farTimeout: " + farTimeout + " (expected: < cache.freshFor)");
    }
  }

  record Region(Duration freshFor, int entries) {
    Region {
      check(entries >= 1, "entries: " + entries + " (expected: >= 1)");
    }
  }

  record Postgres(Optional<URI> primary, List<URI> replicas, Optional<Duration> patience) {
    Postgres {
      check(
          replicas.isEmpty() || primary.isPresent(),
          "postgres.replicas: " + replicas + " (expected: none without postgres.primary)");
    }
  }

  record Auth(String signingSecret, Map<String, String> tokens, Optional<Integer> keyBits) {
    Auth {
      check(
          signingSecret.isEmpty() || signingSecret.length() >= 8,
          "auth.signingSecret: " + signingSecret + " (expected: 8 letters or more)");
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
