package dev.peregrine.persistence;

import dev.peregrine.testkit.Sql;
import java.net.URI;

/// Holds back the statements that must pass it until it is closed, so that none ends before a test
/// has done what it wants to do meanwhile, however slow the machine is. One for each database.
final class Gate implements AutoCloseable {

  /// Passes the gate.
  static final String TEXT = "select pg_backend_pid() as pid, pg_advisory_xact_lock_shared(7)";

  static final Statement READ = Statement.read("test.gate", TEXT);
  static final Statement LIST = Statement.list("test.gate", TEXT);
  static final Statement WRITE = Statement.write("test.gate", TEXT);

  private final Sql holder;

  private Gate(Sql holder) {
    this.holder = holder;
  }

  /// Closes the gate of a database to statements.
  static Gate on(URI database) {
    var holder = Sql.on(database);
    holder.run("select pg_advisory_lock(7)");
    return new Gate(holder);
  }

  /// Returns how many connections stand before it.
  long waiting() {
    return holder.number(
        "select count(*) from pg_locks where locktype = 'advisory' and not granted and database ="
            + " (select oid from pg_database where datname = current_database())");
  }

  @Override
  public void close() {
    holder.close();
  }
}
