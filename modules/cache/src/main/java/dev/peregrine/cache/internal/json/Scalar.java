package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A value that is one JSON number, boolean or text.
///
/// @param place where it stands, for people
/// @param kind of what type
record Scalar(String place, ScalarKind kind) implements Form {

  @Override
  public void write(JsonGenerator json, @Nullable Object value) throws IOException {
    kind.writer().write(json, Steps.present(value, place));
  }

  @Override
  public Object read(JsonParser json) throws IOException {
    return kind.reader().read(json, place);
  }
}
