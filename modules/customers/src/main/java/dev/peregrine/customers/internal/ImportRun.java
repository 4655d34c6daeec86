package dev.peregrine.customers.internal;

import dev.peregrine.customers.BulkConfig;
import dev.peregrine.customers.internal.BulkPort.Mark;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One import, from a body that arrives to its report. Confined to one context.
///
/// While chunks are written the next one is read; when that is full, too, the sender is paused. So
/// what is held does not depend on how much is sent.
final class ImportRun implements LineSplitter.Taker {

  private final ImportWriter writer;
  private final LineReader reader;
  private final int chunkRows;
  private final LineSplitter splitter;
  private final Rejection lineTooLong;
  private final Promise<Answer> result = Promise.promise();
  private final Deque<ImportGathering> full = new ArrayDeque<>();
  private ImportGathering gathering = new ImportGathering();
  private int writing;
  private boolean paused;
  private boolean ended;
  private boolean over;
  private @Nullable Throwable failure;

  /// Makes it.
  ///
  /// @param from how far its lines are settled already
  ImportRun(ImportWriter writer, LineReader reader, BulkConfig config, Mark from) {
    this.writer = writer;
    this.reader = reader;
    this.chunkRows = config.chunkRows();
    this.splitter = new LineSplitter(from, config.lineBytes(), this);
    this.lineTooLong =
        Rejection.invalid(
            FieldError.field(
                "",
                "too-long",
                "At most " + config.lineBytes() + " bytes are expected in a line."));
  }

  /// Takes the body in.
  ///
  /// @param body paused
  /// @return the report, when all is written
  Future<Answer> of(ReadStream<Buffer> body) {
    body.exceptionHandler(this::breakOff)
        .endHandler(end -> end(body))
        .handler(piece -> take(body, piece))
        .resume();
    return result.future().recover(writer::giveUp);
  }

  private void take(ReadStream<Buffer> body, Buffer piece) {
    if (over) {
      return;
    }
    try {
      splitter.feed(piece.getBytes());
    } catch (LineReader.Unreadable unreadable) {
      breakOff(unreadable.rejection());
      return;
    }
    step(body);
  }

  private void end(ReadStream<Buffer> body) {
    if (over) {
      return;
    }
    try {
      splitter.end();
      reader.end();
    } catch (LineReader.Unreadable unreadable) {
      breakOff(unreadable.rejection());
      return;
    }
    ended = true;
    close();
    step(body);
  }

  /// Writes the chunks that are full, as many at a time as may be.
  private void step(ReadStream<Buffer> body) {
    while (failure == null && writing < writer.atOnce() && !full.isEmpty()) {
      write(body, full.remove());
    }
    var wasPaused = paused;
    paused = !full.isEmpty();
    if (paused && !wasPaused) {
      body.pause();
    } else if (!paused && wasPaused) {
      body.resume();
    }
  }

  private void write(ReadStream<Buffer> body, ImportGathering next) {
    writing++;
    var last = ended && full.isEmpty();
    var _ =
        writer
            .write(next, last)
            .onFailure(this::breakOff)
            .onComplete(done -> {
              writing--;
              written(body, last);
            });
  }

  private void written(ReadStream<Buffer> body, boolean last) {
    if (failure != null) {
      failWhenIdle(failure);
    } else if (last) {
      over = true;
      var _ = writer.finish().onComplete(result);
    } else {
      step(body);
    }
  }

  /// Whole chunks stay; what has been read of the next one is dropped.
  void breakOff(Throwable thrown) {
    if (over) {
      return;
    }
    over = true;
    failure = thrown;
    failWhenIdle(thrown);
  }

  private void failWhenIdle(Throwable thrown) {
    if (writing == 0) {
      result.tryFail(thrown);
    }
  }

  @Override
  public void line(long number, byte[] bytes) {
    try {
      var fields = reader.read(bytes);
      if (fields.isPresent()) {
        gathering.take(ImportedLine.of(number, fields.get()));
      }
    } catch (Rejection refused) {
      gathering.refuse(number, refused);
    }
    turn();
  }

  @Override
  public void tooLong(long number) {
    reader.tooLong();
    gathering.refuse(number, lineTooLong);
    turn();
  }

  private void turn() {
    if (gathering.received() >= chunkRows) {
      close();
      gathering = new ImportGathering();
    }
  }

  private void close() {
    gathering.close(splitter.mark(), reader.columns());
    full.add(gathering);
  }
}
