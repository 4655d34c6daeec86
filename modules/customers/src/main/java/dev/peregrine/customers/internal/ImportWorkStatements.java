package dev.peregrine.customers.internal;

import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The texts of imports that go on behind their answers.
///
/// Lines that wait are taken and written by one statement, so whoever goes on with an import, and
/// be it two at once, writes none twice.
final class ImportWorkStatements {

  static final Statement HAND_OVER =
      Statement.bulk(
          "customers.importHandOver",
          """
          update imports
          set policy = $2::text, atomic = $3::boolean, alive_until = now(), updated_at = now()
          where id = $1::uuid and state = 'running'
          returning\
          """
              + " "
              + ImportStatements.PROGRESS);

  static final Statement CLAIM =
      relay(
          "customers.importClaim",
          """
          with due as (
            select id from imports
            where state = 'running' and policy is not null and alive_until < now()
            order by started_at limit 1
            for update skip locked
          )
          update imports i
          set attempts = i.attempts + 1, alive_until = now() + interval '30 seconds'
          from due where i.id = due.id
          returning i.id, i.policy, i.atomic, i.attempts
          """);

  static final Statement LET_GO =
      relay(
          "customers.importLetGo",
          "update imports set alive_until = now() where id = $1::uuid and state = 'running'");

  /// What is locked is being written, so it is alive.
  static final Statement TEND =
      relay(
          "customers.importTend",
          """
          with mine as (
            select id from imports where id = any($1::uuid[]) and state = 'running'
            for update skip locked
          ), kept as (
            update imports i set alive_until = now() + interval '30 seconds'
            from mine where i.id = mine.id
          ), dead as (
            select id from imports
            where state = 'running' and policy is null and alive_until < now()
              and id <> all($1::uuid[])
            for update skip locked
          )
          update imports i set state = 'failed', updated_at = now() from dead where i.id = dead.id
          """);

  /// So many rows at a time that it ends within the time-out of its pool.
  private static final int SWEPT = 20_000;

  /// Finds the imports whose lines wait by the index, one step for each: there are few, however
  /// many lines they have, and however many imports have ended.
  static final Statement SWEEP =
      relay(
          "customers.importSweep",
          """
          with recursive waiting as (
            (select import_id from import_lines order by import_id limit 1)
            union all
            select (
              select l.import_id from import_lines l where l.import_id > w.import_id
              order by l.import_id limit 1)
            from waiting w where w.import_id is not null
          ), spent as (
            select l.place from waiting w
              left join imports i on i.id = w.import_id
              cross join lateral (
                select ctid as place from import_lines where import_id = w.import_id limit %1$d) l
            where i.state is distinct from 'running' limit %1$d
          ), emptied as (
            delete from import_lines where ctid = any (array(select place from spent)) returning 1
          ), old as (
            select id from imports
            where state <> 'running' and updated_at < now() - make_interval(secs => $1::float8)
            order by updated_at limit 100
          ), told as (
            select r.place from old
              cross join lateral (
                select ctid as place from import_refusals where import_id = old.id limit %1$d) r
            limit %1$d
          ), untold as (
            delete from import_refusals where ctid = any (array(select place from told)) returning 1
          ), gone as (
            delete from imports i using old
            where i.id = old.id and i.state <> 'running'
              and not exists (select 1 from import_refusals r where r.import_id = i.id)
            returning 1
          )
          select (select count(*) from emptied) + (select count(*) from untold)
            + (select count(*) from gone) as swept
          """
              .formatted(SWEPT));

  /// If figures do not make a whole, lines that waited were lost with the server.
  static final Statement FINISH =
      Statement.bulk(
          "customers.importFinish",
          """
          update imports
          set state = case when received = imported + updated + skipped + rejected
                      then 'done' else 'failed' end,
              updated_at = now()
          where id = $1::uuid and state = 'running' and policy is not null
            and not exists (select 1 from import_lines where import_id = $1::uuid)
          """);

  static final Statement NEXT_TAKEN =
      Statement.bulk(
          "customers.importNextTaken",
          """
          with lines as (
            select line, email from import_lines where import_id = $1::uuid
            order by line limit $2::int
          )\
          """
              + ImportStatements.FIRST_TAKEN);

  private static final String NEXT =
      ImportStatements.ALIVE
          + """
          , next as (
            select line from import_lines where import_id = $1::uuid and line < $3::bigint
            order by line limit $2::int
          ), lines as (
            delete from import_lines l using alive, next
            where l.import_id = alive.id and l.line = next.line
            returning l.line, l.name, l.email, l.type
          )\
          """;

  private static final String COUNT_NEXT =
      """
      , counted as (
        update imports i
        set imported = i.imported + s.imported, updated = i.updated + s.updated,
            skipped = i.skipped + (select count(*) from lines) - s.imported - s.updated,
            attempts = 0, updated_at = now(),
            alive_until = clock_timestamp() + interval '30 seconds'
        from sums s, alive a where i.id = a.id
        returning i.id
      )
      select imported, changed, (select count(*) from counted) as counted,
             (select count(*) from lines) as taken
      from sums
      """;

  static final Map<Policy, Statement> NEXTS =
      ImportStatements.each("customers.importNext", NEXT, COUNT_NEXT);

  private ImportWorkStatements() {}

  static List<Statement> all() {
    var all = new ArrayList<>(List.of(HAND_OVER, CLAIM, LET_GO, TEND, SWEEP, FINISH, NEXT_TAKEN));
    all.addAll(NEXTS.values());
    return List.copyOf(all);
  }

  private static Statement relay(String name, String text) {
    return new Statement(name, Purpose.RELAY, text);
  }
}
