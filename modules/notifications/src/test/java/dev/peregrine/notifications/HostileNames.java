package dev.peregrine.notifications;

import java.util.List;
import java.util.stream.Stream;

/// Names that try to become something else in a mail.
public final class HostileNames {

  private static final List<String> NAMES =
      List.of(
          "Ada\r\nBcc: evil@example.net",
          "Ada\nBcc: evil@example.net\n\nINJECTED BODY",
          "Ada\rBcc: evil@example.net",
          "Ada\r\n\r\n.\r\nMAIL FROM:<evil@example.net>",
          "Ada\r\n.\r\nQUIT\r\n",
          "Ada\u0000Bcc: evil@example.net",
          "Ada\u0085Bcc: evil@example.net",
          "Ada\u2028Bcc: evil@example.net",
          "Ada\u2029Bcc: evil@example.net",
          "Ada\u000bBcc: x\u000cy\tz\u001b[31m\u007f",
          "Ada\u560d\u560aBcc: evil@example.net",
          "\u202egro.elpmaxe@live\u202c",
          "\u2066Ada\u2069\u200e\u200f",
          "=?UTF-8?Q?Ada=0D=0ABcc:_evil@example.net?=",
          "=?utf-8?b?QWRhDQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
          "Ada <evil@example.net>",
          "\"Ada\" (comment) , ; : @ \\",
          ".",
          "..",
          "%0d%0aBcc: evil@example.net",
          "\ud800 half \udc00",
          "${jndi:ldap://127.0.0.1/a} {{7*7}} %s%n%d",
          "<script>alert(1)</script>",
          "👩‍👩‍👧‍👦".repeat(60),
          "A".repeat(5_000),
          "é".repeat(5_000));

  private HostileNames() {}

  /// Returns them all.
  public static Stream<String> all() {
    return NAMES.stream();
  }
}
