package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How the values of one type are written and read.
///
/// Never changes once its codec is made; safe on any thread.
interface Form {

  /// Writes a value.
  ///
  /// @throws IllegalArgumentException if the type has no such value
  void write(JsonGenerator json, @Nullable Object value) throws IOException;

  /// Reads the value that begins with the current token, and no further than its last token.
  ///
  /// @throws UnreadableException if it is none
  @Nullable Object read(JsonParser json) throws IOException;
}
