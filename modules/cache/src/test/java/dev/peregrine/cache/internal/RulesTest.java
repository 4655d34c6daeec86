package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static final long LIFE_MS = 300_000;
  private static final long START = LogPosition.parse("1764000000000-0");

  private final Rules rules = new Rules(LIFE_MS);

  @Test
  void a_rule_kills_what_is_older_and_spares_what_is_newer() {
    rules.tag("red", START + 10);
    rules.pattern("shop:*", START + 20);

    assertThat(dead("x", Set.of("red"), START + 9)).isTrue();
    assertThat(dead("x", Set.of("red"), START + 10)).isFalse();
    assertThat(dead("x", Set.of("blue"), START + 9)).isFalse();
    assertThat(dead("shop:1", Set.of(), START + 19)).isTrue();
    assertThat(dead("shop:1", Set.of(), START + 20)).isFalse();
    assertThat(dead("stop:1", Set.of(), START + 19)).isFalse();

    rules.all(START + 30);

    assertThat(dead("x", Set.of(), START + 29)).isTrue();
    assertThat(dead("x", Set.of(), START + 30)).isFalse();
    assertThat(rules.size()).as("what the rule for all has made needless").isZero();
  }

  @Test
  void an_older_record_that_comes_late_changes_nothing() {
    rules.tag("red", START + 10);
    rules.pattern("a*", START + 10);
    var version = rules.version();

    rules.tag("red", START + 10);
    rules.tag("red", START + 5);
    rules.pattern("a*", START + 5);

    assertThat(rules.version()).isEqualTo(version);
    assertThat(dead("x", Set.of("red"), START + 9)).isTrue();
    assertThat(dead("abc", Set.of(), START + 9)).isTrue();
  }

  @Test
  void a_pattern_of_stars_is_the_whole_region() {
    rules.pattern("***", START + 10);

    assertThat(rules.size()).isZero();
    assertThat(dead("x", Set.of(), START + 9)).isTrue();
  }

  @Test
  void too_many_tags_become_one_rule_that_kills_no_less() {
    for (var n = 0; n <= Rules.MAX_TAGS; n++) {
      rules.tag("tag " + n, START + n);
    }

    assertThat(rules.size()).isLessThan(Rules.MAX_TAGS / 2);
    assertThat(dead("x", Set.of("tag 0"), START - 1)).isTrue();
    assertThat(dead("x", Set.of("tag 9999"), START + 9_998)).isTrue();
    assertThat(dead("x", Set.of("tag 10000"), START + 9_999)).isTrue();
    assertThat(dead("x", Set.of("tag 0"), START + 20_000)).isFalse();
  }

  @Test
  void too_many_patterns_become_one_rule_that_kills_no_less() {
    for (var n = 0; n <= Rules.MAX_PATTERNS; n++) {
      rules.pattern("shop " + n + ":*", START + n);
    }

    assertThat(rules.size()).isLessThan(Rules.MAX_PATTERNS / 2);
    assertThat(dead("shop 0:1", Set.of(), START - 1)).isTrue();
    assertThat(dead("shop 64:1", Set.of(), START + 63)).isTrue();
    assertThat(dead("shop 64:1", Set.of(), START + 100)).isFalse();
  }

  @Test
  void rules_that_no_entry_can_be_older_than_make_room_first() {
    for (var n = 0; n < Rules.MAX_PATTERNS; n++) {
      rules.pattern("shop " + n + ":*", START + n);
    }
    var later = LogPosition.parse(1_764_000_000_000L + LIFE_MS + 120_000 + "-0");

    rules.pattern("shop new:*", later);

    assertThat(rules.size()).isEqualTo(1);
    assertThat(dead("other", Set.of(), later - 1)).as("no rule for all was needed").isFalse();
  }

  private boolean dead(String key, Set<String> tags, long position) {
    return rules.kill(() -> key, tags, position);
  }
}
