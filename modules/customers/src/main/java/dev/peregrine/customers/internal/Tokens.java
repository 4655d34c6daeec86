package dev.peregrine.customers.internal;

import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.Token;
import dev.peregrine.customers.Freshness;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import dev.peregrine.persistence.WalPosition;
import dev.peregrine.persistence.Written;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client has seen, as the header `Consistency-Token` carries it, and what it asks of the
/// cache and of the database.
///
/// Not signed: any node must understand it, and who invents one only makes their own reads ask
/// more, or less, of the servers, as `Cache-Control` may, too.
public final class Tokens {

  private static final String HEADER = "Consistency-Token";
  private static final byte VERSION = 2;
  private static final int BYTES = 1 + 2 * Long.BYTES + Integer.BYTES;
  private static final int LENGTH = 28;

  private Tokens() {}

  /// Returns what the client says that it has seen; refuses what no write of ours answered.
  static Optional<Freshness> of(Request request) {
    return request.header(HEADER).map(Tokens::read);
  }

  /// Adds what a client has seen that reads this answer.
  static Answer on(Answer answer, Freshness seen) {
    return answer.with(HEADER, text(seen));
  }

  /// Returns the same as a header by itself.
  static Map<String, String> header(Freshness seen) {
    return Map.of(HEADER, text(seen));
  }

  static String text(Freshness seen) {
    var bytes =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .putLong(seen.cache())
            .putInt(seen.timeline())
            .putLong(seen.wal())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Freshness read(String text) {
    if (text.length() == LENGTH) {
      try {
        var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() == BYTES && bytes.get() == VERSION) {
          return new Freshness(bytes.getLong(), bytes.getInt(), bytes.getLong());
        }
      } catch (IllegalArgumentException malformed) {
        // Refused below, like all that is not ours.
      }
    }
    throw Rejection.invalid(
        FieldError.header(HEADER, "malformed", "A token as a write has answered it is expected."));
  }

  /// Returns what the cache may answer with.
  ///
  /// @param atLeast what the answer must have seen
  public static ReadOptions options(Optional<Freshness> atLeast) {
    return atLeast
        .map(seen ->
            seen.cache() == Token.NONE.position()
                ? ReadOptions.bypassed()
                : ReadOptions.atLeast(new Token(seen.cache())))
        .orElse(ReadOptions.any());
  }

  static WalPosition position(Optional<Freshness> atLeast) {
    return atLeast
        .map(seen -> new WalPosition(seen.timeline(), seen.wal()))
        .orElse(WalPosition.ANY);
  }

  /// Returns what is seen by whoever hears of a commit, before the cache was told.
  static Freshness committed(Written written) {
    var at = written.position();
    return new Freshness(Token.NONE.position(), at.timeline(), at.bytes());
  }

  /// Returns the same after the cache was told.
  ///
  /// @param told where its log stands then; null when it could not be told
  static Freshness told(Freshness committed, @Nullable Token told) {
    return told == null
        ? committed
        : new Freshness(told.position(), committed.timeline(), committed.wal());
  }
}
