package dev.peregrine.notifications;

import dev.peregrine.notifications.internal.MailAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where mail goes, as whom, and how much of it at once.
///
/// @param host the mail server; absent: the mailbox that comes with the launcher
/// @param port its port, 1 to 65535
/// @param from who mails come from, a plain address
/// @param domain what message ids end in, and the name that the server is greeted with
/// @param slots mails in flight at once, 1 to 64; each has a connection of its own
/// @param startTls whether to encrypt; absent: required, unless the host is this machine
/// @param user who logs in; absent: nobody does
/// @param password with what
/// @param connectTimeout longest wait for a connection, 1 ms to 30 s
/// @param sendTimeout longest time for one mail, from the connection to the last reply, 1 ms to 45
///   s, so that it ends well within the lease of 60 s
public record NotificationsConfig(
    Optional<String> host,
    int port,
    String from,
    String domain,
    int slots,
    Optional<StartTls> startTls,
    Optional<String> user,
    Optional<String> password,
    Duration connectTimeout,
    Duration sendTimeout) {

  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{1,255}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1\\]");

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public NotificationsConfig {
    host.ifPresent(name -> check(!name.isBlank(), "host", "blank", "a host name"));
    check(port >= 1 && port <= 65_535, "port", port, "1 to 65535");
    check(MailAddress.isCarried(from), "from", from, "an address, as in no-reply@example.org");
    check(DOMAIN.matcher(domain).matches(), "domain", domain, "a domain, as in example.org");
    check(slots >= 1 && slots <= 64, "slots", slots, "1 to 64");
    check(user.isPresent() == password.isPresent(), "user", "alone", "user and password, or none");
    checkWithin(connectTimeout, "connectTimeout", Duration.ofSeconds(30));
    checkWithin(sendTimeout, "sendTimeout", Duration.ofSeconds(45));
    check(
        user.isEmpty()
            || isLoopback(host)
            || startTls.orElse(StartTls.REQUIRED) == StartTls.REQUIRED,
        "startTls",
        startTls.map(Enum::name).orElse("absent"),
        "REQUIRED, since mail.password would cross the network readable");
  }

  /// Returns the defaults: the launcher's mailbox, eight mails at once.
  public static NotificationsConfig defaults() {
    return new NotificationsConfig(
        Optional.empty(),
        25,
        "no-reply@peregrine.example",
        "peregrine.example",
        8,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30));
  }

  /// Returns the same with another server.
  ///
  /// @param otherHost its name
  /// @param otherPort its port
  public NotificationsConfig at(String otherHost, int otherPort) {
    return new NotificationsConfig(
        Optional.of(otherHost),
        otherPort,
        from,
        domain,
        slots,
        startTls,
        user,
        password,
        connectTimeout,
        sendTimeout);
  }

  /// Returns whether to encrypt, once absence is resolved.
  public StartTls encryption() {
    return startTls.orElse(isLoopback(host) ? StartTls.DISABLED : StartTls.REQUIRED);
  }

  /// Names everything but the password.
  @Override
  public String toString() {
    return "mail[host=%s, port=%d, from=%s, domain=%s, slots=%d, startTls=%s, user=%s]"
        .formatted(host.orElse("embedded"), port, from, domain, slots, encryption(), user);
  }

  private static boolean isLoopback(Optional<String> host) {
    return host.isEmpty() || LOOPBACK.matcher(host.get()).matches();
  }

  private static void checkWithin(Duration value, String key, Duration max) {
    var holds = value.toMillis() >= 1 && value.compareTo(max) <= 0;
    check(holds, key, value, "1ms to " + max.toSeconds() + "s");
  }

  private static void check(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "mail." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
