package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The form of a record inside itself, known when that record is.
///
/// Set once, before its codec is given to anybody.
final class Again implements Form {

  private @Nullable Form form;

  /// Says which form it is.
  void is(Form known) {
    form = known;
  }

  @Override
  public void write(JsonGenerator json, @Nullable Object value) throws IOException {
    form().write(json, value);
  }

  @Override
  public @Nullable Object read(JsonParser json) throws IOException {
    return form().read(json);
  }

  private Form form() {
    if (form == null) {
      throw new IllegalStateException("used before it is known");
    }
    return form;
  }
}
