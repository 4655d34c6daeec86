package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.Selection;
import org.junit.jupiter.api.Test;

class OwedEvictionsTest {

  private final OwedEvictions owed = new OwedEvictions();

  @Test
  void a_key_keeps_its_entry_from_being_read_and_a_rule_the_region() {
    owed.add(key("names", "7"));
    assertThat(owed.covers("names", "names:7")).isTrue();
    assertThat(owed.covers("names", "names:8")).isFalse();

    owed.add(new Eviction("names", new Selection.Tag("red")));

    assertThat(owed.covers("names", "names:8")).isTrue();
    assertThat(owed.covers("orders", "orders:7")).isFalse();
  }

  @Test
  void what_is_paid_is_owed_no_more() {
    owed.add(key("names", "7"));
    owed.add(new Eviction("names", new Selection.Pattern("a*")));

    owed.some(10).forEach(owed::paid);

    assertThat(owed.some(10)).isEmpty();
    assertThat(owed.covers("names", "names:7")).isFalse();
  }

  @Test
  void what_is_owed_again_while_it_is_paid_stays_owed() {
    owed.add(key("names", "7"));
    owed.add(new Eviction("names", new Selection.Tag("red")));
    var underWay = owed.some(10);

    owed.add(key("names", "7"));
    owed.add(new Eviction("names", new Selection.Tag("red")));
    underWay.forEach(owed::paid);

    assertThat(owed.some(10)).hasSize(2);
  }

  @Test
  void more_rules_than_are_remembered_become_the_whole_region() {
    for (var n = 0; n < 1_000; n++) {
      owed.add(new Eviction("names", new Selection.Tag("tag " + n)));
    }

    assertThat(owed.some(1_000)).hasSizeLessThanOrEqualTo(65);
    assertThat(owed.some(1_000))
        .extracting(OwedEvictions.Debt::eviction)
        .contains(Eviction.ofEverything("names"));
  }

  @Test
  void more_keys_than_are_remembered_become_the_whole_region() {
    for (var n = 0; n <= 100_000; n++) {
      owed.add(key("names", Integer.toString(n)));
    }

    assertThat(owed.some(200_000)).hasSize(100_001);
    assertThat(owed.some(1))
        .extracting(OwedEvictions.Debt::eviction)
        .containsExactly(Eviction.ofEverything("names"));
  }

  private static Eviction key(String region, String text) {
    return new Eviction(region, new Selection.Key(text));
  }
}
