package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;

/// What a server is asked of itself; all of it is there from Postgres 15 on.
public final class InsightStatements {

  /// Which server it is, and whether it counts statements.
  public static final Statement SERVER =
      relay(
          "insight.server",
          """
          select current_setting('server_version') as version,
            exists (select from pg_extension where extname = 'pg_stat_statements') as counts,
            coalesce(to_char(stats_reset at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI"Z"'),
              'the server was made') as since
          from pg_stat_database where datname = current_database()
          """);

  /// What the server counted of this user's statements. Those that it does not take values out of
  /// may hold secrets, and are left out.
  public static final Statement STATEMENTS =
      relay(
          "insight.statements",
          """
          select left(query, 4000) as text, calls, rows, total_exec_time as total_ms,
            max_exec_time as max_ms
          from pg_stat_statements
          where dbid = (select oid from pg_database where datname = current_database())
            and userid = (select oid from pg_roles where rolname = current_user)
            and query ~* '^\\s*(select|insert|update|delete|merge|with)\\M'
          order by total_exec_time desc limit $1::int
          """);

  /// Large tables that were read from end to end.
  public static final Statement TABLES =
      relay(
          "insight.tables",
          """
          select t.relname as name,
            (case when c.reltuples >= 0 then c.reltuples else t.n_live_tup end)::bigint as rows,
            pg_table_size(t.relid) as bytes, t.seq_scan as scans,
            t.seq_tup_read / t.seq_scan as rows_a_scan, coalesce(t.idx_scan, 0) as by_index
          from pg_stat_user_tables t join pg_class c on c.oid = t.relid
          where t.seq_scan > 0 and t.seq_tup_read > 0 and pg_table_size(t.relid) >= $1::bigint
          order by t.seq_tup_read desc limit 20
          """);

  /// Large indexes that cost and do not serve: no constraint stands on them, and nothing reads
  /// them, or nothing can.
  public static final Statement INDEXES =
      relay(
          "insight.indexes",
          """
          select s.indexrelname as name, s.relname as table_name, i.indisvalid as valid,
            pg_relation_size(s.indexrelid) as bytes
          from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid
          where not i.indisvalid
            or s.idx_scan = 0 and not i.indisunique and not i.indisprimary
              and pg_relation_size(s.indexrelid) >= $1::bigint
              and not exists (select from pg_constraint where conindid = s.indexrelid)
          order by 4 desc limit 20
          """);

  /// The columns of large tables, and whether an index begins with them.
  public static final Statement COLUMNS =
      relay(
          "insight.columns",
          """
          select c.relname as table_name, a.attname as name, c.reltuples::bigint as rows,
            exists (
              select from pg_index i
              where i.indrelid = c.oid and i.indisvalid and i.indkey[0] = a.attnum) as led
          from pg_class c join pg_attribute a on a.attrelid = c.oid
          where c.relname = any ($1::text[]) and c.relkind = 'r' and pg_table_is_visible(c.oid)
            and a.attnum > 0 and not a.attisdropped and pg_table_size(c.oid) >= $2::bigint
          """);

  private InsightStatements() {}

  private static Statement relay(String name, String text) {
    return new Statement(name, Purpose.RELAY, text);
  }
}
