package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.cache.Selection;
import dev.peregrine.persistence.OutboxEntry;
import dev.peregrine.persistence.OutboxIds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidationTest {

  @Test
  void keys_and_tags_are_evicted_once_each_region_by_region() {
    var wanted =
        Invalidation.of(
            List.of(
                entry("customers", "{\"keys\": [\"1\", \"2\"]}"),
                entry("others", "{\"keys\": [\"1\"]}"),
                entry("customers", "{\"keys\": [\"2\", \"3\"], \"tags\": [\"absent\"]}")));

    assertThat(wanted.get("customers"))
        .containsExactly(
            new Selection.Key("1"),
            new Selection.Key("2"),
            new Selection.Key("3"),
            new Selection.Tag("absent"));
    assertThat(wanted.get("others")).containsExactly(new Selection.Key("1"));
  }

  @Test
  void everything_of_a_region_spares_its_parts_and_no_other_region() {
    var wanted =
        Invalidation.of(
            List.of(
                entry("customers", "{\"keys\": [\"1\"]}"),
                entry("others", "{\"keys\": [\"1\"]}"),
                entry("customers", Invalidation.EVERYTHING)));

    assertThat(wanted.get("customers")).containsExactly(new Selection.Everything());
    assertThat(wanted.get("others")).containsExactly(new Selection.Key("1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"keys\": []}",
        "{\"keys\": null}",
        "{\"keys\": \"1\"}",
        "{\"keys\": [1]}",
        "{\"keys\": [null]}",
        "{\"keys\": [\"\"]}",
        "{\"tags\": {\"a\": 1}}",
        "{\"everything\": \"yes\"}",
        "{\"everything\": false}"
      })
  void what_names_nothing_is_refused(String payload) {
    assertThatThrownBy(() -> Invalidation.of(List.of(entry("customers", payload))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static OutboxEntry entry(String region, String payload) {
    return new OutboxEntry(OutboxIds.next(), "cache", region, payload, 1, 1, Instant.EPOCH);
  }
}
