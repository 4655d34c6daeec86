package dev.peregrine.launcher.internal.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A client that sends as much of an import as it likes, as HTTP/1.1 in chunks.
final class ImportSender implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Socket socket;

  /// Sends the head.
  ///
  /// @param query what stands behind the path, or nothing
  /// @param headers lines of the head
  ImportSender(Web api, String query, String... headers) throws IOException {
    this(api, "POST " + ImportIT.IMPORT + query, headers, "Content-Type: " + ImportIT.NDJSON);
  }

  private ImportSender(Web api, String line, String[] headers, String mediaType)
      throws IOException {
    socket = new Socket(api.address().getHost(), api.address().getPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
    var more = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
    write(
        line
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + mediaType
            + "\r\nTransfer-Encoding: chunked\r\n"
            + more
            + "\r\n");
  }

  /// Sends the head of a table.
  static ImportSender ofTable(Web api) throws IOException {
    var line = "POST " + ImportIT.IMPORT;
    return new ImportSender(api, line, new String[0], "Content-Type: " + ImportIT.CSV);
  }

  /// Sends the head of what goes on with an import.
  ///
  /// @param path of the import
  /// @param offset where it goes on
  static ImportSender onward(Web api, String path, long offset) throws IOException {
    return new ImportSender(
        api,
        "PATCH " + path,
        new String[] {"Upload-Offset: " + offset},
        "Content-Type: application/partial-upload");
  }

  /// Returns so many valid lines, each with an address that nobody has.
  static String lines(int count) {
    return Stream.generate(() -> ImportIT.line("X", ImportIT.fresh()))
        .limit(count)
        .collect(Collectors.joining());
  }

  void send(String text) throws IOException {
    write(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
  }

  void end() throws IOException {
    write("0\r\n\r\n");
  }

  /// Returns the head and what has come of the body with it.
  String answer() throws IOException {
    var bytes = new byte[4_096];
    var length = socket.getInputStream().read(bytes);
    return length < 0 ? "" : new String(bytes, 0, length, UTF_8);
  }

  /// Returns all that comes until the server closes the connection.
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
