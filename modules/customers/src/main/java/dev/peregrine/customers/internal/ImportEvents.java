package dev.peregrine.customers.internal;

import dev.peregrine.customers.internal.BulkPort.FoundImport;
import dev.peregrine.customers.internal.BulkPort.Progress;
import dev.peregrine.http.EventFeed;
import dev.peregrine.http.EventSink;
import dev.peregrine.http.ServerEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells one client how an import goes on, until it ends.
///
/// Looks into the database once a second, so it does not matter which node is at the import, and a
/// client costs one look a second.
final class ImportEvents implements EventFeed {

  private static final String NAME = "progress";
  private static final long PERIOD_MS = 1_000;

  private final Supplier<Future<FoundImport>> look;
  private final Progress first;
  private final String seen;

  /// Makes it.
  ///
  /// @param look asks how far the import is
  /// @param first how far it was just now
  /// @param seen the id of the last event that the client has got; empty, or anything: none
  ImportEvents(Supplier<Future<FoundImport>> look, Progress first, String seen) {
    this.look = look;
    this.first = first;
    this.seen = seen;
  }

  /// Tells whether nothing is left to be told.
  static boolean isLast(String seen, Progress progress) {
    return progress.ended() && seen.equals(id(progress));
  }

  @Override
  public Runnable open(EventSink sink) {
    var context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    var watch = new Watch(context.owner(), sink);
    watch.show(Optional.of(first));
    return watch::stop;
  }

  /// Names a state: one that differs has another.
  private static String id(Progress progress) {
    var at = progress.updatedAt();
    return progress.state() + "-" + at.getEpochSecond() + "-" + at.getNano();
  }

  /// One open stream. Confined to its context.
  private final class Watch {

    private final Vertx vertx;
    private final EventSink sink;
    private String told = seen;
    private boolean stopped;
    private long timer;

    Watch(Vertx vertx, EventSink sink) {
      this.vertx = vertx;
      this.sink = sink;
    }

    void show(Optional<Progress> found) {
      if (stopped) {
        return;
      }
      if (found.isEmpty()) {
        sink.end();
        return;
      }
      var progress = found.get();
      var id = id(progress);
      if (!id.equals(told)) {
        told = id;
        var text = ImportAnswers.body(progress).toString(StandardCharsets.UTF_8);
        sink.send(new ServerEvent(id, NAME, text));
      }
      if (progress.ended()) {
        sink.end();
      } else {
        later();
      }
    }

    private void later() {
      timer =
          vertx.setTimer(
              PERIOD_MS,
              fired -> {
                var _ = look.get().onComplete(found -> show(found.found()), thrown -> again());
              });
    }

    /// The database may be away for a while.
    private void again() {
      if (!stopped) {
        later();
      }
    }

    void stop() {
      stopped = true;
      vertx.cancelTimer(timer);
    }
  }
}
