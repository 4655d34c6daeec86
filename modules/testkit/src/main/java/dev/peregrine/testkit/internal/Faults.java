package dev.peregrine.testkit.internal;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// What goes wrong on the connections of a proxy from now on. Confined to the proxy's event loop,
/// but for the count.
public final class Faults {

  private static final int NEVER = -1;
  private static final int MOST_GARBAGE_BYTES = 16;

  private final AtomicLong swallowed = new AtomicLong();

  /// Of a seed, so that the same garbage comes again.
  private final Random random = new Random(7);

  private Duration delay = Duration.ZERO;
  private boolean refused;
  private boolean requestsSwallowed;
  private boolean repliesSwallowed;
  private String heldWord = "";
  private int cutAfterBytes = NEVER;
  private int garbledReplies;

  /// Delays what goes either way.
  public void delay(Duration by) {
    delay = by;
  }

  /// Closes new connections at once.
  public void refuse() {
    refused = true;
  }

  /// Drops what clients send.
  public void swallowRequests() {
    requestsSwallowed = true;
  }

  /// Drops what the server answers.
  public void swallowReplies() {
    repliesSwallowed = true;
  }

  /// Holds connections whose client says a word from now on.
  public void hold(String word) {
    heldWord = word.toLowerCase(Locale.ROOT);
  }

  /// Ends the connection of the next reply within that reply.
  public void cutAfter(int bytes) {
    cutAfterBytes = bytes;
  }

  /// Puts garbage before the next replies.
  public void garble(int replies) {
    garbledReplies = replies;
  }

  /// Forgets all of them.
  public void heal() {
    delay = Duration.ZERO;
    refused = false;
    requestsSwallowed = false;
    repliesSwallowed = false;
    heldWord = "";
    cutAfterBytes = NEVER;
    garbledReplies = 0;
  }

  /// Returns how many bytes were swallowed so far. Safe on any thread.
  public long swallowed() {
    return swallowed.get();
  }

  /// Tells whether new connections are closed at once.
  public boolean refuses() {
    return refused;
  }

  Duration delay() {
    return delay;
  }

  boolean swallowsRequests() {
    return requestsSwallowed;
  }

  boolean swallowsReplies() {
    return repliesSwallowed;
  }

  void countSwallowed(Buffer bytes) {
    swallowed.addAndGet(bytes.length());
  }

  boolean holds(Buffer request) {
    return !heldWord.isEmpty() && request.toString().toLowerCase(Locale.ROOT).contains(heldWord);
  }

  boolean cutsReplies() {
    return cutAfterBytes != NEVER;
  }

  /// Returns what is left of a reply within which the connection ends; the next one is whole.
  Buffer beginning(Buffer reply) {
    var kept = reply.getBuffer(0, Math.min(cutAfterBytes, reply.length()));
    cutAfterBytes = NEVER;
    return kept;
  }

  /// Returns a reply with garbage before it, if it is its turn.
  Buffer garbled(Buffer reply) {
    if (garbledReplies == 0) {
      return reply;
    }
    garbledReplies--;
    var garbage = new byte[1 + random.nextInt(MOST_GARBAGE_BYTES)];
    random.nextBytes(garbage);
    // No protocol of text begins so. What looked like a reply, nobody could tell from one.
    garbage[0] = (byte) 0xFF;
    return Buffer.buffer(garbage).appendBuffer(reply);
  }
}
