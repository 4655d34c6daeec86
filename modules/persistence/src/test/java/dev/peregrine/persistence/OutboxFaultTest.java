package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxFaultTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          550 <ada@mail.example.org>: unknown  | 550 <a***@m***.org>: unknown
          ada@localhost                        | a***@l***
          to ada+x@example.org,bob@b.io        | to a***@e***.org,b***@b***.io
          a@b                                  | a***@b
          @ home                               | @ home
          mail@                                | m***@
          x@y@z.org                            | x***@y***@z***.org
          no address here                      | no address here
          """,
      delimiter = '|')
  void a_full_address_is_not_kept(String text, String kept) {
    assertThat(new OutboxFault(0, text).reason()).isEqualTo(kept);
  }

  @Test
  void it_is_one_line_of_bounded_length() {
    var fault = new OutboxFault(451, "a\r\nb\u0000c\u2028d\ud800e " + "x".repeat(10_000));

    assertThat(fault.reason()).startsWith("a  b c d e xxx").hasSize(500);
  }

  @Test
  void an_entry_names_nobody_in_its_text_form() {
    var entry =
        new OutboxEntry(
            UUID.randomUUID(), "mail", "ada@example.org", "{}", 1, 1, java.time.Instant.EPOCH);

    assertThat(entry.toString()).doesNotContain("ada").contains(entry.id().toString());
  }

  @Test
  void ids_grow_and_are_of_version_7() {
    var first = OutboxIds.next();
    var second = OutboxIds.next();

    assertThat(first.version()).isEqualTo(7);
    assertThat(first.toString()).isLessThan(second.toString());
  }
}
