package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the domain's tables must be like.
class SchemaTest {

  private static final String SCHEMA = "modules/customers/src/main/resources/db/.+\\.sql";
  private static final Pattern TEXT_COLUMN =
      Pattern.compile("(?mi)^ +(?:add column +)?(\\w+) +(?:text|varchar\\S*|char\\S*)\\b(.*)$");

  @Test
  void text_sorts_by_code_point() {
    var files = Repository.here().texts(path -> path.matches(SCHEMA));

    assertThat(files).isNotEmpty();
    assertThat(
            files.entrySet().stream()
                .flatMap(file -> localeColumns(file.getKey(), file.getValue())))
        .isEmpty();
  }

  @Test
  void text_sorts_by_code_point_can_fail() {
    var sql =
        """
        create table t (
          id   bigint primary key,
          name text collate "C" not null,
          city text not null
        );
        alter table t
          add column street varchar(20);
        """;

    assertThat(localeColumns(Path.of("V9.sql"), sql))
        .containsExactly(
            "V9.sql: city (expected: collate \"C\", as decision 4 says)",
            "V9.sql: street (expected: collate \"C\", as decision 4 says)");
  }

  private static Stream<String> localeColumns(Path file, String sql) {
    return TEXT_COLUMN
        .matcher(sql)
        .results()
        .filter(column -> !column.group(2).contains("collate \"C\""))
        .map(column ->
            Repository.unix(file)
                + ": "
                + column.group(1)
                + " (expected: collate \"C\", as decision 4 says)");
  }
}
