package dev.peregrine.observability.internal;

import dev.peregrine.http.Answer;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A file of the console's page, as it lies in this jar.
///
/// @param path where it is served
/// @param mediaType what it is
/// @param answer gives it
public record ConsoleFile(String path, String mediaType, Answer answer) {

  /// Only files and figures of this port, no plug-in, no frame, no form, nothing inline.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final int TAG_CHARACTERS = 16;

  /// Reads all files.
  public static List<ConsoleFile> all() {
    return List.of(
        of("/", "console.html", "text/html"),
        of("/console.css", "console.css", "text/css"),
        of("/console.js", "console.js", "text/javascript"),
        of("/console.svg", "console.svg", "image/svg+xml"));
  }

  private static ConsoleFile of(String path, String resource, String mediaType) {
    var bytes = read(resource);
    var type = mediaType.startsWith("text/") ? mediaType + "; charset=utf-8" : mediaType;
    var answer =
        Answer.of(200, type, Buffer.buffer(bytes))
            .withEntityTag(tag(bytes))
            .with("Cache-Control", "no-cache")
            .with("Content-Security-Policy", POLICY)
            .with("Referrer-Policy", "no-referrer");
    return new ConsoleFile(path, mediaType, answer);
  }

  private static byte[] read(String resource) {
    try (var in = ConsoleFile.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException thrown) {
      throw new UncheckedIOException("a resource of our own", thrown);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, TAG_CHARACTERS);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is in every Java", impossible);
    }
  }
}
