package dev.peregrine.http.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How bodies may be coded for one client.
///
/// @param coding the coding that it likes at least as much as none; null: none
/// @param plainToo whether it takes a body as it is
record Negotiated(@Nullable Coding coding, boolean plainToo) {

  private static final int UNSAID = -1;
  private static final Negotiated PLAIN = new Negotiated(null, true);

  /// Reads an `Accept-Encoding` header; what is not understood in it counts as not written.
  ///
  /// @param offers what there is; of those liked equally the first is taken
  static Negotiated of(@Nullable String header, List<Coding> offers) {
    if (header == null) {
      return PLAIN;
    }
    var elements = Weighted.parse(header);
    var any = weight(elements, "*");
    var said = weight(elements, "identity");
    var plain = said == UNSAID ? any : said;
    Coding best = null;
    var bestWeight = 0;
    for (var offer : offers) {
      var own = weight(elements, offer.token());
      var weight = own == UNSAID ? any : own;
      if (weight > bestWeight) {
        best = offer;
        bestWeight = weight;
      }
    }
    // An identity without a weight is allowed, and liked least.
    return new Negotiated(bestWeight >= plain ? best : null, plain != 0);
  }

  /// Tells whether the client refuses all that there is.
  boolean nothing() {
    return coding == null && !plainToo;
  }

  private static int weight(List<Weighted> elements, String token) {
    var weight = UNSAID;
    for (var element : elements) {
      var value = element.value();
      if (value.equals(token) || (value.startsWith("x-") && value.substring(2).equals(token))) {
        weight = element.weight();
      }
    }
    return weight;
  }
}
