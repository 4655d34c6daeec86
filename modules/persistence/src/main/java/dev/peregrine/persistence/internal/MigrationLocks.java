package dev.peregrine.persistence.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Finds, in the text of a migration, what keeps others out of a table for as long as the table is
/// large.
///
/// A reader of texts, not a parser: it knows the statements that do so by their form, outside of
/// comments and of bodies in dollars.
public final class MigrationLocks {

  private static final Pattern IGNORED =
      Pattern.compile("(?s)--[^\n]*|/\\*.*?\\*/|\\$(\\w*)\\$.*?\\$\\1\\$|'(?:[^']|'')*'");

  private static final String WORD = "[a-z_]\\w*";
  private static final String NAME =
      "(?:if exists )?(?:only )?(" + WORD + "(?:\\." + WORD + ")?)(?![\\w.\"])";
  private static final String READS_AND_WRITES = "reads and writes";
  private static final String WRITES = "writes";

  private static final List<Form> FORMS =
      List.of(
          form("create (?:unique )?index (?!concurrently).*?\\bon " + NAME, "index", WRITES),
          altered(".*\\bset not null", "set not null", READS_AND_WRITES),
          altered(".*\\balter (?:column )?\\S+ (?:set data )?type ", "type", READS_AND_WRITES),
          altered("(?!.*not valid).*\\badd (?:constraint \\S+ )?check", "check", READS_AND_WRITES),
          altered(
              "(?!.*not valid).*\\badd (?:constraint \\S+ )?foreign key", "foreign key", WRITES),
          altered(
              "(?!.*using index).*\\badd (?:constraint \\S+ )?(?:unique|primary key)",
              "unique",
              READS_AND_WRITES),
          altered(
              ".*\\badd (?:column )?.*default .*(?:random|clock_timestamp|nextval|uuid)",
              "default",
              READS_AND_WRITES),
          form("cluster " + NAME, "cluster", READS_AND_WRITES),
          form("vacuum full " + NAME, "vacuum full", READS_AND_WRITES),
          form("reindex (?:table|index) (?!concurrently)" + NAME, "reindex", READS_AND_WRITES));

  private MigrationLocks() {}

  /// One form of statement.
  private record Form(Pattern pattern, String deed, String shutOut) {}

  /// What a statement does to a table.
  ///
  /// @param table its name
  /// @param deed in a word or two
  /// @param shutOut what of others waits until it is done
  public record Lock(String table, String deed, String shutOut) {}

  /// Reads a migration.
  ///
  /// @param text its SQL
  public static List<Lock> of(String text) {
    var locks = new ArrayList<Lock>();
    for (var statement : IGNORED.matcher(text).replaceAll(" ").split(";", -1)) {
      var line = statement.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
      for (var form : FORMS) {
        var found = form.pattern.matcher(line);
        if (found.find()) {
          locks.add(new Lock(found.group(1), form.deed, form.shutOut));
        }
      }
    }
    return List.copyOf(locks);
  }

  private static Form altered(String change, String deed, String shutOut) {
    return form("alter table " + NAME + " " + change, deed, shutOut);
  }

  private static Form form(String pattern, String deed, String shutOut) {
    return new Form(Pattern.compile("^" + pattern), deed, shutOut);
  }
}
