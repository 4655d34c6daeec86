package dev.peregrine.persistence;

import dev.peregrine.persistence.internal.ServerAddress;
import dev.peregrine.persistence.internal.ServerPosition;
import dev.peregrine.persistence.internal.Succession;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the primary before anything is open: after a fail-over the configuration still names the
/// former one, and a start must not write to that. Blocks: call it from a thread that may.
public final class PrimarySearch {

  private static final Logger LOG = LoggerFactory.getLogger(PrimarySearch.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final String ANSWER_TIMEOUT_SECONDS = "2";

  /// A server that was never promoted, and was not configured as primary, is none.
  private static final int FIRST_PROMOTED = 2;

  private PrimarySearch() {}

  /// Where the primary is, and who follows it or should.
  ///
  /// @param primary takes writes, on the newest timeline
  /// @param others the rest, in the order of the configuration
  public record Found(URI primary, List<URI> others) {}

  /// Asks every server what it is, until one is the primary.
  ///
  /// @param primary whom the configuration names
  /// @param replicas who follow it; none: nobody is asked
  /// @param patience how long to try
  /// @throws MigrationException if nobody is the primary by then, or several are
  public static Found find(URI primary, List<URI> replicas, Duration patience) {
    if (replicas.isEmpty()) {
      return new Found(primary, List.of());
    }
    var servers = new ArrayList<URI>();
    servers.add(primary);
    servers.addAll(replicas);
    var end = System.nanoTime() + patience.toNanos();
    while (true) {
      var seen = look(servers);
      var found = primaryOf(seen);
      if (found.isPresent()) {
        return found(servers, found.get());
      }
      if (System.nanoTime() - end >= 0) {
        throw new MigrationException(
            "no server of "
                + servers.stream().map(one -> ServerAddress.of(one).toString()).toList()
                + " is the primary (start it, or promote one); "
                + seen.size()
                + " answered");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static Found found(List<URI> servers, int place) {
    var primary = servers.get(place);
    if (place > 0) {
      LOG.warn(
          "{} is the primary, though the configuration names {}",
          ServerAddress.of(primary),
          ServerAddress.of(servers.getFirst()));
    }
    return new Found(primary, servers.stream().filter(one -> !one.equals(primary)).toList());
  }

  /// Each judged in the light of all.
  static Optional<Integer> primaryOf(Map<Integer, ServerPosition> seen) {
    var known = seen.get(0);
    var systems = seen.values().stream().map(ServerPosition::system).distinct().toList();
    if (known == null && systems.size() != 1) {
      return Optional.empty();
    }
    var succession = new Succession();
    var first = new ServerPosition(true, 0, 0, known == null ? systems.getFirst() : known.system());
    var _ = succession.judge(0, first);
    seen.forEach((place, at) -> {
      var _ = succession.judge(place, at);
    });
    var leading =
        seen.entrySet().stream()
            .filter(one -> !one.getValue().replica())
            .filter(one -> one.getValue().system() == first.system())
            .filter(one -> one.getValue().timeline() == succession.timeline())
            .filter(one -> one.getKey() == 0 || one.getValue().timeline() >= FIRST_PROMOTED)
            .map(Map.Entry::getKey)
            .toList();
    if (leading.size() > 1) {
      throw new MigrationException(
          leading.size() + " servers take writes on one timeline (stop all but the right one)");
    }
    return leading.stream().findFirst();
  }

  private static Map<Integer, ServerPosition> look(List<URI> servers) {
    var seen = new LinkedHashMap<Integer, ServerPosition>();
    for (var place = 0; place < servers.size(); place++) {
      var address = ServerAddress.of(servers.get(place));
      var login = address.login();
      login.setProperty("socketTimeout", ANSWER_TIMEOUT_SECONDS);
      try (var connection = DriverManager.getConnection(address.jdbcUrl(), login)) {
        seen.put(place, position(connection));
      } catch (SQLException thrown) {
        LOG.info("{} does not say what it is: {}", address, thrown.getMessage());
      }
    }
    return seen;
  }

  private static ServerPosition position(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(ServerPosition.TEXT)) {
      rows.next();
      return new ServerPosition(
          rows.getBoolean("replica"),
          rows.getInt("timeline"),
          rows.getLong("position"),
          rows.getLong("system"));
    }
  }
}
