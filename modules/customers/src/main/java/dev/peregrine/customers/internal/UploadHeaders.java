package dev.peregrine.customers.internal;

import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import java.util.regex.Pattern;

/// The headers by which a body is sent on (draft-ietf-httpbis-resumable-upload).
final class UploadHeaders {

  static final String OFFSET = "Upload-Offset";

  private static final String COMPLETE = "Upload-Complete";
  private static final Pattern BYTES = Pattern.compile("\\d{1,18}");

  private UploadHeaders() {}

  /// Returns where within the whole the body begins; it goes to the end.
  ///
  /// @throws Rejection with status 400 if it does not say so, or means to end before
  static long offset(Request request) {
    var text = request.header(OFFSET).orElse("");
    if (!BYTES.matcher(text).matches()) {
      throw Rejection.invalid(
          FieldError.header(
              OFFSET, "malformed", "The byte is expected at which the body begins, from 0."));
    }
    if (request.header(COMPLETE).filter(value -> !value.equals("?1")).isPresent()) {
      throw Rejection.invalid(
          FieldError.header(
              COMPLETE, "not-allowed", "Only ?1 is taken: the import ends with the body."));
    }
    return Long.parseLong(text);
  }
}
