package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import java.util.List;

/// The outbox's SQL. All times are the database's; what ends a lease names the lease's token.
public final class OutboxStatements {

  /// Takes what is due and not locked by another relay. What has expired dies here instead.
  public static final Statement CLAIM =
      relay(
          "outbox.claim",
          """
          with due as (
            select id from outbox
            where lane = $1::text and state = 0 and visible_at <= now()
            order by visible_at limit $2::int
            for update skip locked)
          update outbox o set
            state = case when o.expires_at > now() then 0 else 2 end,
            leased = o.expires_at > now(),
            attempts = o.attempts + case when o.expires_at > now() then 1 else 0 end,
            lease_token = o.lease_token + 1,
            visible_at = now() + $3::bigint * interval '1 millisecond',
            last_error = case when o.expires_at > now() then o.last_error
              else left('expired' || coalesce(', last: ' || o.last_error, ''), 500) end
          from due where o.id = due.id
          returning o.id, o.lane, o.recipient, o.payload::text as payload, o.attempts,
            o.lease_token, o.expires_at, o.state
          """);

  /// Moves an entry to the history.
  public static final Statement SENT =
      relay(
          "outbox.sent",
          """
          with done as (
            delete from outbox
            where id = $1::uuid and lease_token = $2::bigint and state = 0
            returning id, lane, attempts, created_at)
          insert into outbox_sent (id, lane, attempts, created_at, reply)
          select id, lane, attempts, created_at, $3::text from done
          """);

  /// Ends a lease after a failed attempt; the entry comes back later, but not after its expiry.
  public static final Statement RETRY =
      relay(
          "outbox.retry",
          """
          update outbox set leased = false, last_code = $4::int, last_error = $5::text,
            visible_at = least(now() + $3::bigint * interval '1 millisecond', expires_at)
          where id = $1::uuid and lease_token = $2::bigint and state = 0
          """);

  /// Gives an entry up.
  public static final Statement DEAD =
      relay(
          "outbox.dead",
          """
          update outbox set state = 2, leased = false, last_code = $3::int, last_error = $4::text
          where id = $1::uuid and lease_token = $2::bigint and state = 0
          """);

  /// Ends a lease as if it had not been taken.
  public static final Statement GIVE_BACK =
      relay(
          "outbox.giveBack",
          """
          update outbox set leased = false, visible_at = now(), attempts = greatest(attempts - 1, 0)
          where id = $1::uuid and lease_token = $2::bigint and state = 0
          """);

  /// Ends many leases of what was carried out, and keeps nothing of it.
  public static final Statement DONE =
      relay(
          "outbox.done",
          """
          delete from outbox o using unnest($1::uuid[], $2::bigint[]) as held (id, lease_token)
          where o.id = held.id and o.lease_token = held.lease_token and o.state = 0
          """);

  /// Ends many leases as if they had not been taken; the entries come back after a pause.
  public static final Statement GIVE_BACK_ALL =
      relay(
          "outbox.giveBackAll",
          """
          update outbox o set leased = false, attempts = greatest(attempts - 1, 0),
            visible_at = least(now() + $3::bigint * interval '1 millisecond', expires_at)
          from unnest($1::uuid[], $2::bigint[]) as held (id, lease_token)
          where o.id = held.id and o.lease_token = held.lease_token and o.state = 0
          """);

  /// Removes entries that need not be carried out any more, leased or not.
  public static final Statement WITHDRAW =
      relay("outbox.withdraw", "delete from outbox where id = any ($1::uuid[]) and state = 0");

  /// Replaces what is due by one entry for each recipient. Counts first, and locks nothing unless
  /// there is enough of it.
  public static final Statement GATHER =
      relay(
          "outbox.gather",
          """
          with due as (
            select id from outbox
            where lane = $1::text and state = 0 and visible_at <= now()
              and $2::int < (
                select count(*) from (
                  select from outbox
                  where lane = $1::text and state = 0 and visible_at <= now()
                  limit $2::int + 1) as counted)
            order by visible_at limit 50000
            for update skip locked
          ), gone as (
            delete from outbox o using due where o.id = due.id
            returning o.recipient, o.expires_at
          ), gathered as (
            insert into outbox (id, lane, recipient, payload, expires_at)
            select gen_random_uuid(), $1::text, recipient, $3::text::jsonb, max(expires_at)
            from gone group by recipient
          )
          select count(*)::int as gone from gone
          """);

  /// Counts one lane; reads the whole backlog.
  public static final Statement FIGURES =
      relay(
          "outbox.figures",
          """
          select
            count(*) filter (where state = 0 and not (leased and visible_at > now())) as pending,
            count(*) filter (where state = 0 and leased and visible_at > now()) as leased,
            count(*) filter (where state = 0 and attempts > 0 and not (leased and visible_at > now()))
              as retrying,
            count(*) filter (where state = 2) as dead,
            coalesce(greatest(0, extract(epoch from
              now() - min(created_at) filter (where state = 0)) * 1000), 0)::bigint as oldest_ms
          from outbox where lane = $1::text
          """);

  /// Lists what was given up, the latest first.
  public static final Statement DEAD_ENTRIES =
      relay(
          "outbox.deadEntries",
          """
          select id, lane, attempts, coalesce(last_code, 0) as last_code,
            coalesce(last_error, '') as last_error, created_at
          from outbox where lane = $1::text and state = 2
          order by created_at desc limit $2::int
          """);

  /// Lists what failed and waits, the next due first.
  public static final Statement RETRYING_ENTRIES =
      relay(
          "outbox.retryingEntries",
          """
          select id, attempts, coalesce(last_code, 0) as last_code,
            coalesce(last_error, '') as last_error, visible_at, expires_at
          from outbox
          where lane = $1::text and state = 0 and attempts > 0 and not (leased and visible_at > now())
          order by visible_at limit $2::int
          """);

  /// Puts back what was given up, as if it had been appended now.
  public static final Statement REVIVE =
      relay(
          "outbox.revive",
          """
          with revived as (
            update outbox set state = 0, attempts = 0, visible_at = now(),
              lease_token = lease_token + 1, created_at = now(),
              expires_at = now() + (expires_at - created_at)
            where id = $1::uuid and state = 2
            returning lane)
          select lane, true as revived from revived
          union all
          select lane, false as revived from outbox
          where id = $1::uuid and not exists (select from revived)
          """);

  /// Makes months of the history ahead, and drops old ones.
  public static final Statement HISTORY =
      relay(
          "outbox.history",
          """
          select made, dropped from outbox_history($1::int, $2::bigint * interval '1 second')
          """);

  /// All of them.
  public static final List<Statement> ALL =
      List.of(
          CLAIM,
          SENT,
          RETRY,
          DEAD,
          GIVE_BACK,
          DONE,
          GIVE_BACK_ALL,
          WITHDRAW,
          GATHER,
          FIGURES,
          RETRYING_ENTRIES,
          DEAD_ENTRIES,
          REVIVE,
          HISTORY);

  private OutboxStatements() {}

  private static Statement relay(String name, String text) {
    return new Statement(name, Purpose.RELAY, text);
  }
}
