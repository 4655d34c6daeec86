package dev.peregrine.launcher.internal.house;

import dev.peregrine.notifications.NotificationsStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts how mails fare: `peregrine_mail_events_total` by event, `peregrine_mail_send_seconds`.
final class MailMeters implements NotificationsStats {

  private final Timer sending;
  private final Counter retried;
  private final Counter dead;
  private final Counter ambiguous;
  private final Counter leaseLost;
  private final AtomicInteger paused = new AtomicInteger();

  /// Makes it.
  ///
  /// @param registry where the meters go
  MailMeters(MeterRegistry registry) {
    sending =
        Timer.builder("peregrine.mail.send")
            .description("From the connection to the server's yes")
            .register(registry);
    retried = counter(registry, "retried");
    dead = counter(registry, "dead");
    ambiguous = counter(registry, "ambiguous");
    leaseLost = counter(registry, "lease_lost");
    registry.gauge("peregrine.mail.paused", paused);
  }

  @Override
  public void sent(long nanos) {
    sending.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void retried(int code) {
    retried.increment();
  }

  @Override
  public void dead(int code) {
    dead.increment();
  }

  @Override
  public void ambiguous() {
    ambiguous.increment();
  }

  @Override
  public void leaseLost() {
    leaseLost.increment();
  }

  @Override
  public void lanePaused(long pauseMs) {
    paused.set(1);
  }

  @Override
  public void laneResumed() {
    paused.set(0);
  }

  private static Counter counter(MeterRegistry registry, String event) {
    return Counter.builder("peregrine.mail.events")
        .description("What happened to mails that were not simply sent")
        .tag("event", event)
        .register(registry);
  }
}
