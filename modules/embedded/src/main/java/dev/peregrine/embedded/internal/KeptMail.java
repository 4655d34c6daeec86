package dev.peregrine.embedded.internal;

import com.icegreen.greenmail.mail.MovingMessage;
import dev.peregrine.embedded.CaughtMail;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The newest messages, and who is refused.
///
/// Safe on any thread.
public final class KeptMail implements MailSink {

  private final int keep;
  private final Deque<CaughtMail> newestFirst = new ArrayDeque<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private long lastId;
  private long caught;

  /// Keeps none yet.
  ///
  /// @param keep how many at most
  public KeptMail(int keep) {
    this.keep = keep;
  }

  /// Refuses a domain's recipients from now on.
  ///
  /// @param domain in any case
  /// @param reply the SMTP reply
  public void refuse(String domain, String reply) {
    refusals.put(domain.toLowerCase(Locale.ROOT), reply);
  }

  /// Refuses nobody from now on.
  public void acceptAll() {
    refusals.clear();
  }

  @Override
  public Optional<String> refusal(String address) {
    var domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(refusals.get(domain));
  }

  @Override
  public synchronized void take(MovingMessage message) {
    try {
      newestFirst.addFirst(read(message, lastId + 1));
      lastId++;
      caught++;
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    } catch (MessagingException thrown) {
      throw new UncheckedIOException(new IOException("not a message", thrown));
    }
    if (newestFirst.size() > keep) {
      newestFirst.removeLast();
    }
  }

  private static CaughtMail read(MovingMessage message, long id)
      throws MessagingException, IOException {
    var mime = message.getMessage();
    return new CaughtMail(
        id,
        Instant.now(),
        message.getReturnPath().getEmail(),
        message.getToAddresses().stream().map(address -> address.getEmail()).toList(),
        Objects.requireNonNullElse(mime.getSubject(), ""),
        Objects.requireNonNullElse(mime.getMessageID(), ""),
        MailText.of(mime),
        mime.getSize());
  }

  /// Returns the newest, newest first.
  ///
  /// @param limit how many at most
  public synchronized List<CaughtMail> newest(int limit) {
    return newestFirst.stream().limit(limit).toList();
  }

  /// Returns how many were caught since the last [#clear], dropped ones included.
  public synchronized long count() {
    return caught;
  }

  /// Forgets all messages and the count; ids go on.
  public synchronized void clear() {
    newestFirst.clear();
    caught = 0;
  }
}
