package dev.peregrine.launcher.internal.house;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A file to import whose every tenth line is wrong, and what must come of it.
final class ImportFile {

  private static final int WRONG_EVERY = 10;
  private static final List<String> WRONG =
      List.of(
          "{\"name\":\"a\\u0000b\",\"email\":\"a@example.org\",\"type\":\"partner\"}",
          "[".repeat(1_000),
          "{\"name\":\"x\",\"email\":\"x@example.org\",\"type\":\"robot\"}",
          "no json",
          "{\"name\":\"x\",\"name\":\"x\",\"email\":\"a@example.org\",\"type\":\"partner\"}",
          "{\"name\":\"\u0000\",\"email\":\"a@example.org\",\"type\":\"partner\"}");

  private ImportFile() {}

  /// Returns a line with its end.
  ///
  /// @param number from 1
  static String line(int number) {
    return isWrong(number)
        ? WRONG.get(number / WRONG_EVERY % WRONG.size()) + "\n"
        : "{\"name\":\"Ada "
            + number
            + "\",\"email\":\""
            + email(number)
            + "\",\"type\":\"partner\"}\n";
  }

  static boolean isWrong(int number) {
    return number % WRONG_EVERY == 0;
  }

  static byte[] lines(int count) {
    var bytes = new ByteArrayOutputStream();
    IntStream.rangeClosed(1, count).forEach(n -> bytes.writeBytes(line(n).getBytes(UTF_8)));
    return bytes.toByteArray();
  }

  /// Returns who is a customer after so many lines, in no order.
  static List<String> customers(long lines) {
    return IntStream.rangeClosed(1, (int) lines)
        .filter(n -> !isWrong(n))
        .mapToObj(n -> "Ada " + n + " " + email(n))
        .sorted()
        .toList();
  }

  /// Returns the numbers of the lines that are refused.
  static List<String> refused(long lines) {
    return IntStream.rangeClosed(1, (int) lines)
        .filter(ImportFile::isWrong)
        .mapToObj(Integer::toString)
        .toList();
  }

  private static String email(int number) {
    return String.format(Locale.ROOT, "a%07d@example.org", number);
  }
}
