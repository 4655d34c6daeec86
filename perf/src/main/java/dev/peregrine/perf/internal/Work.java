package dev.peregrine.perf.internal;

import java.util.List;

/// What both servers are asked for.
///
/// @param name for people
/// @param bare the yardstick's path, before the id
/// @param ids how ids are chosen: `one`, `zipf` or `even`
/// @param customers ids there are to choose from
/// @param headers of each request to the service
record Work(String name, String bare, String ids, int customers, List<String> headers) {

  /// Customers that the service has.
  static final int SEEDED = 100_000;

  static final List<Work> ALL =
      List.of(
          new Work("cached, one id", "/cached/", "one", 1, List.of()),
          new Work("cached, Zipf over 10,000 ids", "/cached/", "zipf", 10_000, List.of()),
          // The service is told to leave its memory out; that header is the only difference.
          new Work(
              "uncached, random ids",
              "/uncached/",
              "even",
              SEEDED,
              List.of("Cache-Control: no-cache")));

  /// What variants of the service are compared by: all but the one that never leaves one entry.
  static final List<Work> VARYING = ALL.subList(1, ALL.size());
}
