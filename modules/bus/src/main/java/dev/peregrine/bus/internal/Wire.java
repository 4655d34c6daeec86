package dev.peregrine.bus.internal;

import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Messages as they travel to other nodes and programs, and what is read of theirs.
///
/// Everything read here was written by others: whatever it is, the worst that happens is a
/// [WireException]. Safe on any thread.
public final class Wire {

  /// How long an asker waits who does not say.
  private static final long USUAL_MS = 10_000;

  /// Longest that an asker is believed to wait.
  private static final long LONGEST_MS = 60_000;

  private static final int LONGEST_DETAIL = 500;
  private static final String REMAINING = "a whole number of milliseconds";
  private static final Pattern TRACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Shapes shapes = new Shapes();

  /// Makes one that has seen no type yet.
  public Wire() {}

  /// Looks at a type that will travel, so that one that cannot is found now.
  ///
  /// @param type what a port declares
  /// @throws IllegalArgumentException if it has no form on the wire
  public void expect(Class<?> type) {
    Objects.requireNonNull(shapes.of(type));
  }

  /// Writes a message.
  ///
  /// @param type what the port declares
  /// @param value one of it
  public JsonObject write(Class<?> type, Object value) {
    if (shapes.of(type).write(value) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalArgumentException(type.getName() + ": no object");
  }

  /// Reads a message.
  ///
  /// @param type what the port declares
  /// @param body what came
  /// @throws WireException if it is anything else
  public <T> T read(Class<T> type, @Nullable Object body) {
    if (body instanceof JsonObject) {
      return type.cast(shapes.of(type).read(body, ""));
    }
    throw new WireException("", body == null ? "missing" : "not one", "a JSON object");
  }

  /// Returns a message's body.
  ///
  /// @throws WireException if it cannot be read
  public static @Nullable Object body(Message<?> message) {
    try {
      return message.body();
    } catch (RuntimeException unreadable) {
      // Bytes of any kind: what the parser says repeats them.
      throw new WireException("", "unreadable", "a JSON object");
    }
  }

  /// Returns how long the asker still waits.
  ///
  /// @param header what the asker said, if anything
  /// @throws WireException if it is no such number
  public static long remainingMs(@Nullable String header) {
    if (header == null) {
      return USUAL_MS;
    }
    try {
      return Math.clamp(Long.parseLong(header), 0, LONGEST_MS);
    } catch (NumberFormatException _) {
      throw new WireException("remaining-ms", "not one", REMAINING);
    }
  }

  /// Returns the request's id, if what came can stand in a log.
  ///
  /// @param header what the asker said, if anything
  public static String trace(@Nullable String header) {
    return header != null && TRACE.matcher(header).matches() ? header : "untraced";
  }

  /// Returns the sentence of a failure, cut where it gets too long.
  ///
  /// @param body what came
  public static String detail(@Nullable Object body) {
    var text = String.valueOf(body);
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…";
  }
}
