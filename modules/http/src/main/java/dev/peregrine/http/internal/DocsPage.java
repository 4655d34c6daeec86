package dev.peregrine.http.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;

/// The page to try the contract in: one file, which asks nobody but its own server.
public final class DocsPage {

  /// The page.
  public static final String HTML = read();

  /// Its content security policy: only its own script and style run, and only its server is asked.
  public static final String POLICY =
      "default-src 'none'; connect-src 'self'; script-src '"
          + hash("<script>", "</script>")
          + "'; style-src '"
          + hash("<style>", "</style>")
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private DocsPage() {}

  private static String read() {
    try (var in = DocsPage.class.getResourceAsStream("docs.html")) {
      return new String(
          Objects.requireNonNull(in, "docs.html").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException thrown) {
      throw new UncheckedIOException("a resource of our own", thrown);
    }
  }

  private static String hash(String from, String to) {
    var start = HTML.indexOf(from) + from.length();
    var inner = HTML.substring(start, HTML.indexOf(to, start));
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(inner.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is in every Java", impossible);
    }
  }
}
