package dev.peregrine.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {

  @ParameterizedTest
  @MethodSource("dev.peregrine.notifications.HostileNames#all")
  void nothing_that_breaks_a_line_or_turns_text_around_is_left(String name) {
    var line = HeaderText.oneLine(name, 200);

    assertThat(line)
        .doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\u202a-\u202e\u2066-\u2069]");
    assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(200);
    assertThat(HeaderText.encoded(line).replace("\r\n ", ""))
        .doesNotContain("\r", "\n")
        .matches("[\\x20-\\x7e]*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Welcome, Ada",
        "Welcome, =?UTF-8?Q?you?=",
        "Welcome, Zoë Ångström-Ğüneş",
        "Welcome, 李小龍, 山田太郎, Владимир, محمد, 김철수 and everybody else who came along today",
        "Welcome, 👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        "Welcome,"
            + " Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void a_reader_sees_what_was_written_and_no_line_is_too_long(String text)
      throws UnsupportedEncodingException {
    var encoded = HeaderText.encoded(text);

    assertThat(MimeUtility.decodeText(MimeUtility.unfold(encoded))).isEqualTo(text);
    assertThat(("Subject: " + encoded).split("\r\n")).allMatch(line -> line.length() <= 76);
  }
}
