package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The number of a record's shape, by one version of a program and by the next.
class JsonSchemaTest {

  private static final String ITEM =
      """
      package shop;
      import java.util.*;
      public record Item(long id, String name, Kind kind, Inner inner, List<String> tags,
          Map<String, Optional<Long>> counts, Family family, Box<Short> box) {
        public record Inner(int number, List<Inner> more) {}
        public record Price(int number, List<Price> more) {}
        public enum Kind { ONE, TWO, THREE, FOUR, FIVE, SIX }
        public sealed interface Family { }
        public record First(int a) implements Family {}
        public record Second() implements Family {}
        public record Box<T>(T value) {}
        public @interface Nullable {}
      }
      """;

  /// Its number since it was written. Another one here makes every entry of every user a miss.
  private static final int KNOWN = -719_340_965;

  @TempDir Path folder;

  @Test
  void the_number_is_the_same_in_every_process() {
    assertThat(schema(ITEM)).isEqualTo(KNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "long id → long number",
        "long id → int id",
        "long id → String id",
        "long id, → long id, boolean more,",
        "String name, → ",
        "long id, String name → String name, long id",
        "List<String> tags → Set<String> tags",
        "List<String> tags → List<Long> tags",
        "List<String> tags → Optional<String> tags",
        "List<String> tags → List<List<String>> tags",
        "Optional<Long>> → Optional<Integer>>",
        "Optional<Long>> → Long>",
        "Inner inner → Price inner",
        "Inner(int number → Inner(long number",
        "Inner(int number → Inner(int count",
        "Inner(int number, → Inner(",
        "List<Inner> more → Optional<Inner> more",
        "ONE, TWO → ONE",
        "ONE, TWO → ONE, TWO, MORE",
        "ONE, TWO → ONE, TOO",
        "First(int a) → First(int b)",
        "First(int a) → First(long a)",
        "Second() implements → Last() implements",
        "Second() implements Family → Second()",
        "Box<Short> → Box<Byte>",
        "T value → T content",
        "T value → List<T> value",
        "package shop → package stock"
      })
  void a_change_of_any_name_or_type_changes_the_number(String change) {
    assertThat(schema(changed(change))).isNotEqualTo(KNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ONE, TWO → TWO, ONE",
        "long id → Long id",
        "Inner(int number → Inner(Integer number",
        "List<Inner> more) {} → List<Inner> more) { public Inner { more = List.copyOf(more); } }",
        "public enum → static int count() { return 1; } public enum",
        "record First → record Moved() {} public record First"
      })
  void what_changes_no_byte_keeps_the_number(String change) {
    assertThat(schema(changed(change))).isEqualTo(KNOWN);
  }

  /// Where a null may stand is a part of the shape: the version before cannot read it.
  @Test
  void a_null_that_is_allowed_changes_the_number() {
    var nullable =
        ITEM.replace(
            "@interface Nullable {}",
            """
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
            @java.lang.annotation.Target(java.lang.annotation.ElementType.%s)
            @interface Nullable {}
            """);
    var onType = nullable.formatted("TYPE_USE");
    var onComponent = nullable.formatted("RECORD_COMPONENT");

    assertThat(schema(onType)).isEqualTo(KNOWN).isEqualTo(schema(onComponent));
    assertThat(schema(onType.replace("String name", "@Nullable String name")))
        .isNotEqualTo(KNOWN)
        .isEqualTo(schema(onComponent.replace("String name", "@Nullable String name")));
    assertThat(schema(onType.replace("List<String> tags", "List<@Nullable String> tags")))
        .isNotEqualTo(KNOWN)
        .isNotEqualTo(schema(onType.replace("List<String> tags", "@Nullable List<String> tags")));
  }

  @Test
  void what_one_version_writes_the_next_refuses() {
    record Item(long id) {}
    var before = JsonCodec.of(Item.class).encode(new Item(1));
    var after = codec("package shop; public record Item(long id, String name) {}");

    assertThatThrownBy(() -> after.decode(before)).isInstanceOf(RuntimeException.class);
  }

  private static String changed(String change) {
    var parts = change.split(" → ", -1);
    assertThat(ITEM).contains(parts[0]);
    return ITEM.replace(parts[0], parts[1]);
  }

  private int schema(String source) {
    return codec(source).schema();
  }

  private JsonCodec<?> codec(String source) {
    var name = source.contains("package stock") ? "stock.Item" : "shop.Item";
    try {
      return JsonCodec.of(
          Compiled.record(Files.createTempDirectory(folder, "version"), name, source));
    } catch (java.io.IOException thrown) {
      throw new java.io.UncheckedIOException(thrown);
    }
  }
}
