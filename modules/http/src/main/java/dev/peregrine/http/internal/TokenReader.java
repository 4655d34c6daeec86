package dev.peregrine.http.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.peregrine.http.AuthConfig;
import dev.peregrine.http.Caller;
import java.text.ParseException;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads tokens (RFC 7519): the signature first, and what they say only then.
///
/// Immutable and safe on any thread.
final class TokenReader {

  /// Longest token that is looked at.
  static final int MOST_CHARS = 4_096;

  private static final int MOST_SCOPES = 64;
  private static final int MOST_SUBJECT_CHARS = 256;
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);

  private final String issuer;
  private final String audience;
  private final long skewSeconds;

  TokenReader(AuthConfig config) {
    this.issuer = config.issuer().orElse("");
    this.audience = config.audience().orElse("");
    this.skewSeconds = config.clockSkew().toSeconds();
  }

  /// Reads a token.
  ///
  /// @param nowSeconds the wall clock, since 1970
  TokenOutcome read(String token, KeySet keys, long nowSeconds) {
    if (token.length() > MOST_CHARS) {
      return new TokenOutcome.Bad("The token is longer than " + MOST_CHARS + " characters.");
    }
    try {
      var jwt = SignedJWT.parse(token);
      var head = jwt.getHeader();
      if (!ALGORITHMS.contains(head.getAlgorithm())) {
        return new TokenOutcome.Bad("The token's algorithm is none of RS256, ES256 and EdDSA.");
      }
      var candidates = keys.candidates(head);
      if (candidates.isEmpty()) {
        return new TokenOutcome.UnknownKey();
      }
      for (var key : candidates) {
        if (key.check().holds(head, jwt.getSigningInput(), jwt.getSignature())) {
          return said(jwt.getJWTClaimsSet(), nowSeconds);
        }
      }
      return new TokenOutcome.Bad("The token's signature does not hold.");
    } catch (ParseException | JOSEException | RuntimeException malformed) {
      // Whatever goes wrong while reading what a stranger wrote is the stranger's fault.
      return new TokenOutcome.Bad("The token cannot be read.");
    }
  }

  private TokenOutcome said(JWTClaimsSet claims, long nowSeconds) throws ParseException {
    var wrong = wrong(claims, nowSeconds);
    if (wrong != null) {
      return new TokenOutcome.Bad(wrong);
    }
    var subject = claims.getSubject() == null ? "" : claims.getSubject();
    if (subject.length() > MOST_SUBJECT_CHARS) {
      return new TokenOutcome.Bad("The token's subject is too long.");
    }
    var left = seconds(claims.getExpirationTime()) + skewSeconds - nowSeconds;
    return new TokenOutcome.Good(new Caller(subject, scopes(claims)), Math.max(1, left));
  }

  private @Nullable String wrong(JWTClaimsSet claims, long nowSeconds) {
    if (!issuer.equals(claims.getIssuer()) || !claims.getAudience().contains(audience)) {
      return "The token is of another issuer, or for another service.";
    }
    if (claims.getExpirationTime() == null) {
      return "The token does not say when it expires.";
    }
    if (seconds(claims.getExpirationTime()) + skewSeconds <= nowSeconds) {
      return "The token has expired.";
    }
    var from = claims.getNotBeforeTime();
    return from != null && seconds(from) - skewSeconds > nowSeconds
        ? "The token is not valid yet."
        : null;
  }

  /// Issuers write scopes as a text with blanks (`scope`, RFC 9068), or as a list (`scp`).
  private static Set<String> scopes(JWTClaimsSet claims) throws ParseException {
    var scopes = new HashSet<String>();
    if (claims.getClaim("scope") instanceof String text) {
      scopes.addAll(List.of(text.split(" ", MOST_SCOPES)));
    }
    if (claims.getClaim("scp") instanceof List<?>) {
      scopes.addAll(claims.getStringListClaim("scp"));
    }
    scopes.remove("");
    return scopes;
  }

  private static long seconds(Date date) {
    return date.toInstant().getEpochSecond();
  }
}
