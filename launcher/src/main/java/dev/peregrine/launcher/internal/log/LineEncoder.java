package dev.peregrine.launcher.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.peregrine.observability.ObservabilityConfig.LogFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// Writes a record of the log as one line, for people or as JSON, whatever is in it.
///
/// Nobody who chooses a part of a message can forge a record, and no e-mail address is written out.
/// What is longer than [#LONGEST] is cut.
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

  /// The most characters of a message, of a value and of a stack trace.
  public static final int LONGEST = 16 * 1024;

  private static final byte[] NOTHING = {};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LOGGER_LENGTH = 20;

  private final TargetLengthBasedClassNameAbbreviator abbreviator =
      new TargetLengthBasedClassNameAbbreviator(LOGGER_LENGTH);
  private volatile LogFormat format;

  /// Makes one that writes text.
  public LineEncoder() {
    this(LogFormat.TEXT);
  }

  /// Makes one.
  ///
  /// @param format for people or for machines
  public LineEncoder(LogFormat format) {
    this.format = format;
  }

  /// Says how records are written from now on.
  ///
  /// @param chosen for people or for machines
  void write(LogFormat chosen) {
    format = chosen;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new StringBuilder(256);
    switch (format) {
      case TEXT -> text(event, line);
      case JSON -> json(event, line);
    }
    return line.append('\n').toString().getBytes(UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  private void text(ILoggingEvent event, StringBuilder line) {
    line.append(TIME.format(event.getInstant())).append(' ');
    var level = event.getLevel().toString();
    line.append(level).repeat(' ', Math.max(0, 5 - level.length())).append(" [");
    line.append(event.getThreadName()).append("] ");
    line.append(abbreviator.abbreviate(event.getLoggerName())).append(" - ");
    LogText.plain(message(event), line);
    for (var pair : pairs(event)) {
      line.append(' ').append(pair.key).append('=');
      LogText.plain(String.valueOf(pair.value), line);
    }
    var trace = trace(event);
    if (trace != null) {
      LogText.plain(trace, line.append(' '));
    }
  }

  private static void json(ILoggingEvent event, StringBuilder line) {
    line.append("{\"@timestamp\":\"").append(TIME.format(event.getInstant())).append('"');
    member("log.level", event.getLevel().toString(), line);
    member("log.logger", event.getLoggerName(), line);
    member("process.thread.name", event.getThreadName(), line);
    member("message", message(event), line);
    for (var pair : pairs(event)) {
      member(pair.key, pair.value, line);
    }
    var trace = trace(event);
    if (trace != null) {
      member("error.stack_trace", trace, line);
    }
    line.append('}');
  }

  private static void member(String name, @Nullable Object value, StringBuilder line) {
    LogText.quoted(name, line.append(','));
    line.append(':');
    switch (value) {
      case null -> line.append("null");
      case Integer number -> line.append(number.intValue());
      case Long number -> line.append(number.longValue());
      case Double number when Double.isFinite(number) -> line.append(number.doubleValue());
      case Boolean truth -> line.append(truth.booleanValue());
      default -> LogText.quoted(value.toString(), line);
    }
  }

  private static String message(ILoggingEvent event) {
    var message = event.getFormattedMessage();
    return message == null ? "" : message;
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    var pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }

  private static @Nullable String trace(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    return thrown == null ? null : ThrowableProxyUtil.asString(thrown).strip();
  }
}
