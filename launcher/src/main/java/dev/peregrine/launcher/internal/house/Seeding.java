package dev.peregrine.launcher.internal.house;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.customers.Customers;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.SeedCustomers;
import dev.peregrine.customers.Seeded;
import dev.peregrine.launcher.internal.cli.StopSignal;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.PersistenceVerticle;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/// Writes demo customers through the customers room, with nothing else of the house around it.
/// Blocks.
final class Seeding implements AutoCloseable {

  private static final int CHUNK = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.open(vertx, BusStats.NONE);
  private final Database database;

  /// Opens the room's store on a database whose schema is up to date.
  Seeding(PeregrineConfig config, URI postgres) {
    database = Database.open(vertx, config.postgres().at(postgres, List.of()), postgres, List.of());
    var _ =
        Waiting.on(
            vertx.deployVerticle(new PersistenceVerticle(bus, database, Customers.stores())));
  }

  /// Writes the customers with the numbers from 1 on; those that are there already stay as they
  /// are.
  ///
  /// @throws UnavailableException if Postgres went away
  void write(int customers, StopSignal stop, PrintWriter out) {
    var written = new Seeded(0, 0);
    try (var bar = bar(customers)) {
      for (long from = 1; from <= customers && !stop.requested(); from += CHUNK) {
        var count = (int) Math.min(CHUNK, customers - from + 1);
        var chunk = Waiting.on(bus.ask(CustomersPort.SEED, new SeedCustomers(from, count), call()));
        written =
            new Seeded(written.customers() + chunk.customers(), written.orders() + chunk.orders());
        bar.stepBy(count);
      }
    } catch (BusFailure thrown) {
      throw new UnavailableException(
          "seed: " + thrown.getMessage() + " (what was written stays; run it again)", thrown);
    }
    out.println(
        "seed: " + written.customers() + " customers and " + written.orders() + " orders are new");
    out.flush();
  }

  private static Call call() {
    return Call.background("seed", PATIENCE);
  }

  private static ProgressBar bar(int customers) {
    return new ProgressBarBuilder()
        .setTaskName("seed")
        .setInitialMax(customers)
        .setUnit(" customers", 1)
        .showSpeed()
        .build();
  }

  @Override
  public void close() {
    var _ = Waiting.on(database.close());
    var _ = Waiting.on(vertx.close());
  }
}
