package dev.peregrine.payments.internal;

import dev.peregrine.payments.SandboxFigures;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the sandbox remembers. Safe on any thread; nothing waits while it is held.
final class SandboxBook {

  private static final int MOST_KEYS = 100_000;
  private static final Map<BigDecimal, String> DECLINED =
      Map.of(
          new BigDecimal("4002.00"), "insufficient-funds",
          new BigDecimal("4003.00"), "card-expired");

  private final Map<String, Decision> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decision> eldest) {
          return size() > MOST_KEYS;
        }
      };
  private long numbers;
  private long charges;
  private long declined;
  private long released;
  private long repeats;
  private long asked;

  /// What became of a key.
  ///
  /// @param request what was asked, to refuse another question under the same key
  /// @param status `authorised`, `declined` or `released`
  /// @param detail the payment's id, or why it was declined
  /// @param charged how often money was taken
  record Decision(String request, String status, String detail, int charged) {}

  /// Decides on a payment; a key that is known keeps its decision.
  ///
  /// @return the decision; null when the key stands for another request
  synchronized @org.jspecify.annotations.Nullable Decision authorise(
      String key, String request, BigDecimal amount) {
    var known = entries.get(key);
    if (known != null) {
      repeats++;
      var same = known.request().equals(request) || known.request().isEmpty();
      return same ? known : null;
    }
    var code = DECLINED.get(amount);
    var made =
        code == null
            ? new Decision(request, "authorised", "sandbox-" + ++numbers, 1)
            : new Decision(request, "declined", code, 0);
    charges += made.charged();
    declined += 1 - made.charged();
    entries.put(key, made);
    return made;
  }

  /// Takes a charge back, and forbids the key.
  synchronized void release(String key) {
    var known = entries.get(key);
    if (known != null && known.status().equals("released")) {
      return;
    }
    if (known != null && known.status().equals("authorised")) {
      charges--;
    }
    released++;
    var request = known == null ? "" : known.request();
    var charged = known == null ? 0 : known.charged();
    entries.put(key, new Decision(request, "released", "released", charged));
  }

  synchronized void asked() {
    asked++;
  }

  synchronized boolean knows(String key) {
    return entries.containsKey(key);
  }

  synchronized int chargesOf(String key) {
    var known = entries.get(key);
    return known == null ? 0 : known.charged();
  }

  synchronized SandboxFigures figures() {
    return new SandboxFigures(charges, declined, released, repeats, asked);
  }
}
