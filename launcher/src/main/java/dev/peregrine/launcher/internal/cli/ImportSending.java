package dev.peregrine.launcher.internal.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;

/// One file on its way into a service: when it breaks off it goes on where its lines are settled.
/// Blocks.
final class ImportSending {

  private static final int MOST_TRIES = 20;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Set<Integer> BROKEN = Set.of(408, 502, 503, 504);
  private static final int CONFLICT = 409;
  private static final String OFFSET = "Upload-Offset";

  private final Transfer transfer;
  private final StopSignal stop;
  private final Load load;
  private final ProgressBar bar;
  private volatile boolean begun;

  /// What is sent.
  ///
  /// @param service to whom
  /// @param path where it is sent from its beginning
  /// @param key stands for this import and no other; without one nothing goes on
  /// @param mediaType of the file
  /// @param file can be read from any byte on
  record Load(URI service, String path, Optional<String> key, String mediaType, Path file) {}

  ImportSending(Transfer transfer, StopSignal stop, Load load, ProgressBar bar) {
    this.transfer = transfer;
    this.stop = stop;
    this.load = load;
    this.bar = bar;
  }

  /// Sends, as often as that may help: not if the service did not take any of it.
  ///
  /// @return the last answer
  HttpResponse<InputStream> send() throws IOException, InterruptedException {
    for (var tries = 1; ; tries++) {
      try {
        var answer = once();
        if (isLast(tries) || !BROKEN.contains(answer.statusCode())) {
          return answer;
        }
        answer.body().close();
      } catch (UnavailableException away) {
        if (isLast(tries)) {
          throw away;
        }
      }
      if (stop.requestedWithin(PAUSE)) {
        throw new Transfer.Stopped();
      }
    }
  }

  private boolean isLast(int tries) {
    return tries == MOST_TRIES || !begun || load.key().isEmpty();
  }

  /// An import that has begun says where it stands; that may move while its last chunk is written.
  private HttpResponse<InputStream> once() throws IOException, InterruptedException {
    var first =
        transfer.request(load.service(), load.path()).header("Content-Type", load.mediaType());
    load.key().ifPresent(key -> first.header("Idempotency-Key", key));
    var answer = sent(first, "POST", 0);
    var offset = answer.headers().firstValue(OFFSET);
    while (answer.statusCode() == CONFLICT && offset.isPresent()) {
      var path = answer.headers().firstValue("Link").orElse("").replaceAll("<([^>]*)>.*", "$1");
      answer.body().close();
      var onward =
          transfer
              .request(load.service(), path)
              .header("Content-Type", "application/partial-upload")
              .header(OFFSET, offset.get());
      answer = sent(onward, "PATCH", Long.parseLong(offset.get()));
      offset = answer.headers().firstValue(OFFSET);
    }
    return answer;
  }

  /// Who is refused is told before the file is sent.
  private HttpResponse<InputStream> sent(HttpRequest.Builder request, String method, long from)
      throws IOException, InterruptedException {
    var length = Files.size(load.file()) - from;
    var made = request.method(method, body(from, length)).expectContinue(length > 0).build();
    return Transfer.send(made, stop);
  }

  private BodyPublisher body(long from, long length) {
    if (length <= 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> opened(from)), length);
  }

  private InputStream opened(long from) {
    try {
      begun = true;
      bar.stepTo(from);
      var bytes = Files.newByteChannel(load.file()).position(from);
      return counted(Channels.newInputStream(bytes), bar);
    } catch (IOException thrown) {
      throw new UncheckedIOException(load.file() + " cannot be read", thrown);
    }
  }

  static InputStream counted(InputStream from, ProgressBar bar) {
    return new FilterInputStream(from) {
      @Override
      public int read(byte[] into, int offset, int most) throws IOException {
        var length = super.read(into, offset, most);
        if (length > 0) {
          bar.stepBy(length);
        }
        return length;
      }
    };
  }
}
