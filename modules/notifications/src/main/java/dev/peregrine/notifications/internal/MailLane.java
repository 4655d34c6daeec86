package dev.peregrine.notifications.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.notifications.NotificationsStats;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxEntry;
import dev.peregrine.persistence.OutboxFault;
import dev.peregrine.persistence.OutboxPace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drains the mail lane: claims as many entries as there are free mailers, sends them, records how
/// each ended.
///
/// Confined to the context that it was made on. Nothing is claimed that cannot be started at once,
/// so a lease begins with its sending.
public final class MailLane {

  private static final Logger LOG = LoggerFactory.getLogger(MailLane.class);
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(2);
  private static final long DRAIN_MS = 20_000;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Outbox outbox;
  private final String name;
  private final NotificationsConfig config;
  private final NotificationsStats stats;
  private final LaneGate gate;
  private final OutboxPace pace;
  private final Endings endings;
  private final List<Mailer> mailers = new ArrayList<>();
  private final Deque<Mailer> free = new ArrayDeque<>();
  private final Promise<Void> drained = Promise.promise();

  private long timer = NO_TIMER;
  private boolean claiming;
  private boolean moreWaits;
  private boolean stopping;
  private boolean claimsFail;

  /// Makes the lane; it starts at the first [#turn].
  ///
  /// @param vertx whose timers and connections it uses
  /// @param outbox what it drains
  /// @param name which lane of it
  /// @param settings where to send
  public MailLane(Vertx vertx, Outbox outbox, String name, Settings settings) {
    this.vertx = vertx;
    this.outbox = outbox;
    this.name = name;
    this.config = settings.config();
    this.stats = settings.stats();
    var random = new SplittableRandom();
    this.gate = new LaneGate(random);
    this.pace = new OutboxPace(random, LOOK_AT_LEAST_EVERY);
    this.endings = new Endings(outbox, new Recorder(vertx), new Pace(random), stats);
    for (var i = 0; i < config.slots(); i++) {
      mailers.add(new Mailer(vertx, config));
    }
    free.addAll(mailers);
  }

  /// What a lane is told once.
  ///
  /// @param config where to send, and how much at once
  /// @param stats told how mails fare
  public record Settings(NotificationsConfig config, NotificationsStats stats) {}

  /// Looks at the outbox now, or as soon as a mailer is free: something was appended.
  public void nudge() {
    moreWaits = true;
    turn();
  }

  /// Looks at the outbox, if there is anybody to send.
  public void turn() {
    if (stopping || claiming) {
      return;
    }
    var now = System.nanoTime();
    var permits = gate.permits(free.size(), now);
    if (permits > 0) {
      claim(permits);
    } else if (gate.pauseMs(now) > 0) {
      wakeIn(gate.pauseMs(now));
    } else {
      moreWaits = true;
    }
  }

  /// Stops claiming and waits for the mails in flight, at most 20 s; those that take longer are cut
  /// off, and another relay gets them when their lease runs out.
  ///
  /// @return done when nothing is in flight and every connection is closed
  public Future<Void> stop() {
    stopping = true;
    vertx.cancelTimer(timer);
    var patience =
        vertx.setTimer(
            DRAIN_MS,
            fired -> {
              LOG.warn("{} mails were still in flight and are cut off", inFlight());
              drained.tryComplete();
            });
    endIfDrained();
    return drained
        .future()
        .eventually(() -> {
          vertx.cancelTimer(patience);
          endings.stopInsisting();
          return Future.join(mailers.stream().map(Mailer::close).toList());
        });
  }

  private void claim(int permits) {
    claiming = true;
    moreWaits = false;
    vertx.cancelTimer(timer);
    var _ =
        outbox
            .claim(name, permits, LEASE, Call.background("mail.claim", CLAIM_TIMEOUT))
            .onComplete(entries -> claimed(entries, permits), this::notClaimed);
  }

  private void claimed(List<OutboxEntry> entries, int permits) {
    claiming = false;
    claimsFail = false;
    if (!entries.isEmpty()) {
      pace.found();
    }
    entries.forEach(this::start);
    moreWaits |= entries.size() == permits;
    if (moreWaits) {
      turn();
    } else {
      wakeIn(pace.nextLookMs());
    }
    endIfDrained();
  }

  private void notClaimed(Throwable thrown) {
    claiming = false;
    if (!claimsFail) {
      LOG.warn("the outbox cannot be read; trying on: {}", thrown.getMessage());
      LOG.debug("the outbox cannot be read", thrown);
    }
    claimsFail = true;
    wakeIn(pace.nextLookMs());
    endIfDrained();
  }

  private void wakeIn(long delayMs) {
    vertx.cancelTimer(timer);
    if (!stopping) {
      timer = vertx.setTimer(delayMs, fired -> turn());
    }
  }

  private void start(OutboxEntry entry) {
    var mailer = free.pop();
    var begin = System.nanoTime();
    var _ =
        sent(entry, mailer)
            .compose(verdict -> endings.record(entry, verdict, System.nanoTime() - begin))
            .onFailure(thrown -> LOG.error("{} failed, its lease will run out", entry, thrown))
            .onComplete(done -> freed(mailer));
  }

  private void freed(Mailer mailer) {
    free.push(mailer);
    if (moreWaits) {
      turn();
    }
    endIfDrained();
  }

  private Future<Verdict> sent(OutboxEntry entry, Mailer mailer) {
    if (stopping) {
      return Future.succeededFuture(new Verdict.Away(new OutboxFault(0, "stopping")));
    }
    if (!MailAddress.isCarried(entry.recipient())) {
      return refused("recipient: not a plain address in ASCII");
    }
    return switch (Letter.of(entry.payload())) {
      case Letter.Unreadable(var reason) -> refused(reason);
      case Letter.Written letter -> {
        gate.sending();
        yield mailer.send(Mails.of(entry, letter, config)).map(this::heeded);
      }
    };
  }

  private static Future<Verdict> refused(String reason) {
    return Future.succeededFuture(new Verdict.Refused(new OutboxFault(0, reason)));
  }

  /// Lets the gate know what the sending says about the server.
  private Verdict heeded(Verdict verdict) {
    var answered = gate.isOpen();
    switch (verdict) {
      case Verdict.Away(var fault) -> {
        if (answered) {
          LOG.warn("the mail server {} is away, mail waits: {}", server(), fault.reason());
        }
        paused(gate.away(System.nanoTime()));
      }
      case Verdict.Misconfigured(var key, var fault) -> {
        if (answered) {
          LOG.error(
              "the mail server {} refuses us, mail waits; look at peregrine.{}: {}",
              server(),
              key,
              fault.reason());
        }
        paused(gate.misconfigured(System.nanoTime()));
      }
      case Verdict.Delivered _, Verdict.Later _, Verdict.Unclear _, Verdict.Refused _ -> {
        if (gate.reached()) {
          LOG.info("the mail server {} answers again", server());
          stats.laneResumed();
          moreWaits = true;
        }
      }
    }
    return verdict;
  }

  private void paused(Duration pause) {
    if (pause.isPositive()) {
      LOG.debug("the next probe of the mail server is {} ms away", pause.toMillis());
      stats.lanePaused(pause.toMillis());
      wakeIn(pause.toMillis());
    }
  }

  private void endIfDrained() {
    if (stopping && !claiming && inFlight() == 0) {
      drained.tryComplete();
    }
  }

  private int inFlight() {
    return mailers.size() - free.size();
  }

  private String server() {
    return config.host().orElseThrow() + ":" + config.port();
  }
}
