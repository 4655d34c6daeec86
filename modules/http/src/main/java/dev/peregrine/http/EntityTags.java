package dev.peregrine.http;

import dev.peregrine.http.internal.Coding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The entity tags of an `If-Match` or `If-None-Match` header, without quotes and without the mark
/// of the content coding.
///
/// A header that cannot be read is present and matches nothing: a condition is never met by
/// accident.
public final class EntityTags {

  private static final EntityTags ABSENT = new EntityTags(false, false, List.of());
  private static final EntityTags ANY = new EntityTags(true, true, List.of());

  private final boolean present;
  private final boolean any;
  private final List<String> tags;

  private EntityTags(boolean present, boolean any, List<String> tags) {
    this.present = present;
    this.any = any;
    this.tags = tags;
  }

  /// Reads a header whose weak tags count like strong ones: `If-None-Match`.
  ///
  /// @param header the header's value, or null when it is absent
  public static EntityTags weak(@Nullable String header) {
    return read(header, true);
  }

  /// Reads a header whose weak tags match nothing: `If-Match`.
  ///
  /// @param header the header's value, or null when it is absent
  public static EntityTags strong(@Nullable String header) {
    return read(header, false);
  }

  /// Tells whether the header was sent.
  public boolean present() {
    return present;
  }

  /// Tells whether the header is `*`: whatever there is matches.
  public boolean any() {
    return any;
  }

  /// Returns the tags that may match, none for `*`.
  public List<String> tags() {
    return tags;
  }

  /// Tells whether something with this tag meets the header.
  ///
  /// @param tag opaque, without quotes
  public boolean matches(String tag) {
    return any || tags.contains(tag);
  }

  private static EntityTags read(@Nullable String header, boolean weakToo) {
    if (header == null) {
      return ABSENT;
    }
    if (header.strip().equals("*")) {
      return ANY;
    }
    var tags = new ArrayList<String>(2);
    var at = 0;
    while (at < header.length()) {
      var open = header.indexOf('"', at);
      var close = open < 0 ? -1 : header.indexOf('"', open + 1);
      if (close < 0) {
        break;
      }
      var weak = open >= 2 && header.startsWith("W/", open - 2);
      if (weakToo || !weak) {
        tags.add(Coding.unmarked(header.substring(open + 1, close)));
      }
      at = close + 1;
    }
    return new EntityTags(true, false, List.copyOf(tags));
  }
}
