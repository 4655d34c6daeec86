package dev.peregrine.customers.internal;

import dev.peregrine.customers.Place;
import dev.peregrine.http.SignedText;
import java.util.Optional;

/// Places in lists as clients carry them: opaque, signed, and of use for the list that they came
/// from only.
///
/// Confined to one context.
final class Cursors {

  private static final String BACK = "b";
  private static final String FORTH = "f";

  private final SignedText texts;

  Cursors(byte[] key) {
    texts = new SignedText(key);
  }

  /// Writes a place.
  ///
  /// @param list what the list shows and in which order; part of what is signed
  String write(String list, Place place) {
    return texts.write(list, (place.backwards() ? BACK : FORTH) + place.id() + ":" + place.key());
  }

  /// Reads a place; nothing if the cursor was not written here for this list.
  Optional<Place> read(String list, String cursor) {
    return texts.read(list, cursor).map(Cursors::place);
  }

  private static Place place(String text) {
    var colon = text.indexOf(':');
    return new Place(
        text.substring(colon + 1), Long.parseLong(text.substring(1, colon)), text.startsWith(BACK));
  }
}
