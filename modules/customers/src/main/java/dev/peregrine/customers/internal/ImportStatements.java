package dev.peregrine.customers.internal;

import dev.peregrine.customers.internal.BulkPort.Policy;
import dev.peregrine.persistence.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The texts of imports.
///
/// A chunk, its refusals and the figures of its import are one statement, so they are written
/// together or not at all. Lines are written in the order of their addresses: two imports of the
/// same addresses wait for each other and never lock each other out.
final class ImportStatements {

  /// One that failed and has written nothing may begin again under its id, if nobody can go on with
  /// it. Of imports that are answered later only so many wait at once; $2 is 0 for others.
  static final Statement BEGIN =
      Statement.bulk(
          "customers.importBegin",
          """
          with again as (
            select id from imports
            where id = $1::uuid and state = 'failed' and not resumable and imported + updated = 0
            for update
          ), emptied as (
            delete from import_lines where import_id in (select id from again)
          ), forgotten as (
            delete from import_refusals where import_id in (select id from again)
          )
          insert into imports as i (id, state, resumable, format, on_duplicate, caller_hash)
          select $1::uuid, 'running', $3::bool, $4::text, $5::text, $6::bytea
          where $2::int = 0 or $2::int > (
            select count(*) from imports where state = 'running' and policy is not null)
          on conflict (id) do update
          set state = 'running', resumable = excluded.resumable, format = excluded.format,
              on_duplicate = excluded.on_duplicate, columns = null, sender = i.sender + 1,
              received = 0, skipped = 0, rejected = 0, settled_lines = 0, settled_bytes = 0,
              policy = null, atomic = false, attempts = 0, started_at = now(), updated_at = now(),
              alive_until = now() + interval '30 seconds'
          where i.id in (select id from again)
          returning sender
          """);

  /// What is told of an import.
  static final String PROGRESS =
      """
      id, state, received, imported, updated, skipped, rejected, started_at, updated_at,
      resumable, settled_lines, settled_bytes, format, on_duplicate
      """;

  /// Whoever was at it finds that it is not the sender any more. What is told is as of the lock.
  static final Statement RESUME =
      Statement.bulk(
          "customers.importResume",
          """
          with found as (
            select *, caller_hash = $3::bytea as own from imports where id = $1::uuid for update
          ), resumed as (
            update imports i
            set state = 'running', sender = i.sender + 1, updated_at = now(),
                alive_until = clock_timestamp() + interval '30 seconds'
            from found f
            where i.id = f.id and f.own and f.resumable and f.settled_bytes = $2::bigint
            returning i.id, i.sender
          )
          select %s, columns, own,
                 (select r.sender from resumed r) as next_sender,
                 (select count(*) from import_refusals where import_id = $1::uuid) as kept
          from found
          """
              .formatted(PROGRESS));

  /// What was handed over is not its sender's any more: $2 is 0 for whoever is at that.
  static final Statement GIVE_UP =
      Statement.bulk(
          "customers.importGiveUp",
          """
          update imports set state = 'failed', updated_at = now()
          where id = $1::uuid and state = 'running'
            and case when $2::int = 0 then policy is not null
                else policy is null and sender = $2::int end
          """);

  static final Statement FIND =
      Statement.read(
          "customers.importFind", "select " + PROGRESS + " from imports where id = $1::uuid");

  static final Statement REFUSALS =
      Statement.bulk(
          "customers.importRefusals",
          """
          select line, place, field, code, message from import_refusals
          where import_id = $1::uuid and (line, place) > ($2::bigint, $3::int)
          order by line, place limit $4::int
          """);

  /// Nothing is written for an import that was given up meanwhile; and who looks for dead ones
  /// passes over one that is locked.
  static final String ALIVE =
      """
      with alive as (
        select id from imports where id = $1::uuid and state = 'running' for update
      )\
      """;

  /// Nor for a sender in whose place another has come, nor for a chunk that overtook the one before
  /// it. What stands there is looked at behind the lock, which is where a chunk waits for its turn.
  private static final String SENT =
      """
      with locked as (
        select id, state, sender, settled_lines from imports where id = $1::uuid for update
      ), alive as (
        select id from locked
        where state = 'running' and $6::int in (0, sender)
          and settled_lines = coalesce($7::bigint, settled_lines)
      ), lines as (
        select line, name, email, type from alive,
          unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as one (line, name, email, type)
      )\
      """;

  /// All lines or none: what waits has no log, so it is gone when the server has died meanwhile.
  private static final String WAITING =
      ALIVE
          + """
          , lines as (
            select line, name, email, type from alive join import_lines on import_id = id
            where (select count(*) from import_lines where import_id = $1::uuid)
              = (select received - rejected from imports where id = $1::uuid)
          )\
          """;

  /// The first line whose address a customer has, or an earlier line.
  static final String FIRST_TAKEN =
      """

      select min(line) as line from (
        select line, email, row_number() over (partition by lower(email) order by line) as nth
        from lines
      ) one
      where nth > 1 or exists (select 1 from customers c where lower(c.email) = lower(one.email))
      """;

  static final Statement SENT_TAKEN = Statement.bulk("customers.importTaken", SENT + FIRST_TAKEN);

  static final Statement WAITING_TAKEN =
      Statement.bulk("customers.importMergeTaken", WAITING + FIRST_TAKEN);

  private static final String WAIT =
      """
      , waiting as (
        insert into import_lines (import_id, line, name, email, type)
        select $1::uuid, line, name, email, type from lines
      ), written as (
        select 0::bigint as id, false as fresh where false
      )\
      """;

  static final Map<Policy, String> WRITE =
      Map.of(
          Policy.SKIP,
          """
          , written as (
            insert into customers (name, email, type)
            select name, email, type from lines order by lower(email), line
            on conflict (lower(email)) do nothing
            returning id, true as fresh
          )\
          """,
          Policy.UPDATE,
          """
          , written as (
            insert into customers as c (name, email, type)
            select distinct on (lower(email)) name, email, type from lines
            order by lower(email), line desc
            on conflict (lower(email)) do update
            set name = excluded.name, email = excluded.email, type = excluded.type,
                updated_at = now(), version = c.version + 1
            where (c.name, c.email, c.type)
              is distinct from (excluded.name, excluded.email, excluded.type)
            returning id, xmax = 0 as fresh
          )\
          """,
          Policy.FAIL,
          """
          , written as (
            insert into customers (name, email, type)
            select name, email, type from lines order by lower(email)
            returning id, true as fresh
          )\
          """);

  static final String SUMS =
      """
      , sums as (
        select count(*) filter (where fresh) as imported,
               count(*) filter (where not fresh) as updated,
               array_agg(id) filter (where not fresh) as changed
        from written
      )\
      """;

  private static final String COUNT_CHUNK =
      """
      , noted as (
        insert into import_refusals (import_id, line, place, field, code, message)
        select id, line, place, field, code, message
        from alive, unnest($8::bigint[], $9::int[], $10::text[], $11::text[], $12::text[])
          as bad (line, place, field, code, message)
      ), counted as (
        update imports i
        set received = i.received + $13::bigint, rejected = i.rejected + $14::bigint,
            imported = i.imported + s.imported, updated = i.updated + s.updated,
            skipped = i.skipped
              + case when $16::bool then 0 else $13::bigint - $14::bigint - s.imported - s.updated end,
            state = $15::text, resumable = i.resumable and $15::text = 'running',
            settled_lines = $17::bigint, settled_bytes = $18::bigint, columns = $19::text[],
            updated_at = now(),
            alive_until = clock_timestamp() + interval '30 seconds'
        from sums s, alive a where i.id = a.id
        returning i.id
      )
      select imported, changed, (select count(*) from counted) as counted from sums
      """;

  private static final String COUNT_ALL =
      """
      , counted as (
        update imports i
        set imported = s.imported, updated = s.updated,
            skipped = i.received - i.rejected - s.imported - s.updated,
            state = 'done', updated_at = now()
        from sums s, alive a
        where i.id = a.id and i.received - i.rejected = (select count(*) from lines)
        returning i.id
      ), emptied as (
        delete from import_lines where import_id in (select id from counted)
      )
      select imported, changed, (select count(*) from counted) as counted from sums
      """;

  static final Statement CHUNK_WAITS =
      Statement.bulk("customers.importWait", SENT + WAIT + SUMS + COUNT_CHUNK);

  static final Map<Policy, Statement> CHUNKS = each("customers.import", SENT, COUNT_CHUNK);

  static final Map<Policy, Statement> MERGES = each("customers.importMerge", WAITING, COUNT_ALL);

  private ImportStatements() {}

  static List<Statement> all() {
    var all =
        new java.util.ArrayList<>(List.of(BEGIN, GIVE_UP, SENT_TAKEN, WAITING_TAKEN, CHUNK_WAITS));
    all.addAll(CHUNKS.values());
    all.addAll(MERGES.values());
    return List.copyOf(all);
  }

  static Map<Policy, Statement> each(String name, String lines, String count) {
    var statements = new EnumMap<Policy, Statement>(Policy.class);
    WRITE.forEach((policy, write) -> {
      var word =
          policy.name().charAt(0) + policy.name().substring(1).toLowerCase(java.util.Locale.ROOT);
      statements.put(policy, Statement.bulk(name + word, lines + write + SUMS + count));
    });
    return Map.copyOf(statements);
  }
}
