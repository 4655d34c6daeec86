package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.Place;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private static final Place PLACE = new Place("Žofie: a:b\n%", 42, true);

  private final Cursors cursors = new Cursors("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  @Test
  void a_place_comes_back_as_it_was_written() {
    assertThat(cursors.read("list", cursors.write("list", PLACE))).contains(PLACE);
  }

  @Test
  void a_cursor_is_of_no_use_for_another_list() {
    assertThat(cursors.read("other", cursors.write("list", PLACE))).isEmpty();
  }

  @Test
  void a_cursor_of_another_key_is_refused() {
    var foreign = new Cursors("fedcba9876543210".getBytes(StandardCharsets.UTF_8));

    assertThat(cursors.read("list", foreign.write("list", PLACE))).isEmpty();
  }

  @Test
  void a_cursor_with_any_character_changed_or_cut_off_is_refused() {
    var cursor = cursors.write("list", PLACE);
    for (var i = 0; i < cursor.length() - 1; i++) {
      var other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      var forged = cursor.substring(0, i) + other + cursor.substring(i + 1);

      assertThat(cursors.read("list", forged)).as("changed at %s", i).isEmpty();
      assertThat(cursors.read("list", cursor.substring(0, i))).as("cut at %s", i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "%%%", "abc", "AAAAAAAAAAAAAAAAAAAAAAAA", "ÄÖÜ"})
  void what_was_never_a_cursor_is_refused(String text) {
    assertThat(cursors.read("list", text)).isEmpty();
  }
}
