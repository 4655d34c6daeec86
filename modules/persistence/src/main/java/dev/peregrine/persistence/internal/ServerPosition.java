package dev.peregrine.persistence.internal;

import io.vertx.sqlclient.Row;

/// What a server says of itself.
///
/// @param replica whether it follows another one
/// @param timeline which history of the log it is on
/// @param position how far it has applied the log, or, as a primary, flushed it; bytes
/// @param system the same for a primary and all that were ever copied from it
public record ServerPosition(boolean replica, int timeline, long position, long system) {

  /// What every server answers, whatever its role.
  ///
  /// A primary's timeline is that of the log file it writes, since its control file still names the
  /// former one until the first checkpoint after a promotion. A replica's is the newest it is known
  /// to have reached; who may not see `pg_stat_wal_receiver` hears of a new one at the next restart
  /// point.
  public static final String TEXT =
      """
      select recovering as replica,
             case when recovering then
               greatest((select received_tli from pg_stat_wal_receiver),
                        (select min_recovery_end_timeline from pg_control_recovery()),
                        (select timeline_id from pg_control_checkpoint()))
             else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int
             end as timeline,
             (case when recovering then pg_last_wal_replay_lsn()
                   else pg_current_wal_flush_lsn() end - '0/0'::pg_lsn)::bigint as position,
             (select system_identifier from pg_control_system()) as system
      from (select pg_is_in_recovery() as recovering) as role
      """;

  static ServerPosition of(Row row) {
    return new ServerPosition(
        row.getBoolean("replica"),
        row.getInteger("timeline"),
        row.getLong("position"),
        row.getLong("system"));
  }

  /// Returns the same on a timeline that it is known to have reached before.
  ServerPosition notBefore(int known) {
    return new ServerPosition(replica, Math.max(known, timeline), position, system);
  }
}
