package dev.peregrine.bus;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The place of a request in somebody's distributed trace, as it came: it goes on unchanged to
/// every other service that is asked on its behalf, since no spans are recorded here.
///
/// Source: W3C Trace Context, sections 3.2 (`traceparent`, version 00) and 3.4.
///
/// @param header the header's value, 55 characters
public record TraceParent(String header) {

  /// The header's name, in HTTP and on the bus.
  public static final String NAME = "traceparent";

  private static final Pattern VERSION_00 =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int LENGTH = 55;

  /// Checks it.
  ///
  /// @throws IllegalArgumentException if it is no header of version 00
  public TraceParent {
    if (!isVersion00(header)) {
      throw new IllegalArgumentException("traceparent: not of version 00");
    }
  }

  /// Reads a header; one that is anything else starts no trace, as the standard has it.
  ///
  /// @param header what came, if anything
  public static Optional<TraceParent> of(@Nullable String header) {
    return header != null && isVersion00(header)
        ? Optional.of(new TraceParent(header))
        : Optional.empty();
  }

  /// Returns the trace's id, 32 hexadecimal digits.
  public String traceId() {
    return header.substring(3, 35);
  }

  private static boolean isVersion00(String header) {
    return header.length() == LENGTH && VERSION_00.matcher(header).matches();
  }
}
