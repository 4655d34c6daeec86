package dev.peregrine.launcher.internal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The service that `import`, `export` and `profile` speak to, over HTTP, and who they are to it.
///
/// The service itself does the work: its rules, its bounds and its caches hold for a file as for
/// any client. Blocks.
final class Transfer {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int LOOK_MS = 100;
  private static final int PIECE_BYTES = 64 << 10;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the service is. Without: on this machine, as the configuration says.")
  private @Nullable URI url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A bearer token, where the service wants one.")
  private @Nullable Path tokenFile;

  /// The command was asked to stop.
  static final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /// Returns a request to the service.
  ///
  /// @param usual where it is, unless the option names another place
  /// @param path below that
  HttpRequest.Builder request(URI usual, String path) throws IOException {
    var base = url == null ? usual : url;
    var request = HttpRequest.newBuilder(base.resolve(path));
    if (tokenFile != null) {
      request.header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
    }
    return request;
  }

  /// Sends a request and waits for the head of the answer.
  ///
  /// @throws Stopped if the command was asked to stop meanwhile
  /// @throws UnavailableException if the service cannot be reached, or leaves in the middle
  static HttpResponse<InputStream> send(HttpRequest request, StopSignal stop)
      throws InterruptedException {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    var answer = client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return awaited(answer, stop);
    } catch (ExecutionException thrown) {
      throw away(request.uri(), Objects.requireNonNull(thrown.getCause()));
    } finally {
      // What is under way goes on; of a request that was given up, the connection is closed.
      if (answer.isCancelled()) {
        client.shutdownNow();
      }
    }
  }

  private static HttpResponse<InputStream> awaited(
      CompletableFuture<HttpResponse<InputStream>> answer, StopSignal stop)
      throws InterruptedException, ExecutionException {
    var stopped = stop.requested();
    while (!stopped) {
      try {
        return answer.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        stopped = stop.requested();
      }
    }
    answer.cancel(true);
    throw new Stopped();
  }

  /// Copies a body piece by piece, until it ends or the command is asked to stop.
  ///
  /// @throws UnavailableException if the service leaves in the middle
  static void copy(InputStream body, OutputStream to, StopSignal stop) throws IOException {
    var piece = new byte[PIECE_BYTES];
    while (true) {
      if (stop.requested()) {
        throw new Stopped();
      }
      var length = read(body, piece);
      if (length < 0) {
        return;
      }
      to.write(piece, 0, length);
    }
  }

  private static int read(InputStream body, byte[] piece) {
    try {
      return body.read(piece);
    } catch (IOException thrown) {
      throw new UnavailableException(
          "the service broke off in the middle; nothing is written", thrown);
    }
  }

  private static UnavailableException away(URI uri, Throwable cause) {
    var at = uri.getScheme() + "://" + uri.getAuthority();
    return new UnavailableException(
        "the service at "
            + at
            + " cannot be reached, or left in the middle ("
            + Objects.toString(cause.getMessage(), cause.getClass().getSimpleName())
            + "); start it with `./peregrine run`, or name another with --url",
        cause);
  }
}
