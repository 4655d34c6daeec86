package dev.peregrine.launcher.internal.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the sources have set so far, the strongest last, and what was wrong with it.
///
/// Confined to the thread that loads. Keys are without the prefix `peregrine.`.
final class Settings {

  /// What every key begins with, outside of files.
  static final String PREFIX = "peregrine.";

  /// One value, typed, and where it was set.
  record Setting(Object value, String source) {}

  private final Shape.Group root;
  private final Set<String> defaultKeys;
  private final Map<String, Setting> effective = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> bad = new LinkedHashSet<>();

  Settings(Shape.Group root, Set<String> defaultKeys) {
    this.root = root;
    this.defaultKeys = defaultKeys;
  }

  Shape.Group root() {
    return root;
  }

  Map<String, Setting> effective() {
    return effective;
  }

  List<Problem> problems() {
    return problems;
  }

  /// Keys whose values were refused; their defaults stand in so that the rest can be checked.
  Set<String> bad() {
    return bad;
  }

  /// Sets a key, unless there is something wrong with it.
  void put(String key, Written written) {
    var shape = root.at(key);
    if (shape == null) {
      unknown(key, written.source());
    } else if (shape instanceof Shape.Leaf leaf) {
      var value = value(key, leaf, written);
      if (value != null) {
        effective.put(key, new Setting(value, written.source()));
      }
    } else if (!(written instanceof Written.Nothing)) {
      refuse(key, "a single value", "keys below it" + namesBelow(shape), written.source());
    }
  }

  /// Reports a key that does not exist. Its value is not shown: it may be a misspelt secret.
  void unknown(String key, String source) {
    var hint =
        Spelling.nearest(key, keys())
            .map(near -> "did you mean " + PREFIX + near + "?")
            .orElse("conf/peregrine.yaml lists all keys");
    report(PREFIX + Secrets.shown(key) + ": unknown key (" + hint + ")", source);
  }

  /// Reports a value that cannot be read.
  void refuse(String key, String value, String expected, String source) {
    bad.add(key);
    report(PREFIX + key + ": " + value + " (expected: " + expected + ")", source);
  }

  void report(String what, String source) {
    problems.add(new Problem(what, source));
  }

  /// Lists the keys that can be set, with the family names known by now.
  Set<String> keys() {
    var keys = new LinkedHashSet<String>();
    root.leaves().keySet().forEach(pattern -> expand(pattern, keys));
    return keys;
  }

  private void expand(String pattern, Set<String> keys) {
    var any = Arrays.asList(pattern.split("\\.", -1)).indexOf(Shape.ANY);
    if (any < 0) {
      keys.add(pattern);
      return;
    }
    var family = pattern.substring(0, pattern.indexOf(Shape.ANY));
    var rest = pattern.substring(family.length() + Shape.ANY.length());
    namesIn(family).forEach(name -> expand(family + name + rest, keys));
  }

  /// Lists the names of a family, those with defaults first.
  ///
  /// @param family its key and a dot
  Set<String> namesIn(String family) {
    var names = new LinkedHashSet<String>();
    for (var keys : List.of(defaultKeys, effective.keySet())) {
      for (var key : keys) {
        if (key.startsWith(family)) {
          names.add(key.substring(family.length()).split("\\.", 2)[0]);
        }
      }
    }
    return names;
  }

  private @Nullable Object value(String key, Shape.Leaf leaf, Written written) {
    return switch (leaf.form()) {
      case ONE -> one(key, leaf, written);
      case OPTIONAL ->
          written instanceof Written.Nothing
                  || (written instanceof Written.One text && text.text().isEmpty())
              ? Optional.empty()
              : present(one(key, leaf, written));
      case LIST -> list(key, leaf, written);
    };
  }

  private static @Nullable Object present(@Nullable Object value) {
    return value == null ? null : Optional.of(value);
  }

  private @Nullable Object one(String key, Shape.Leaf leaf, Written written) {
    var expected = leaf.type().expected();
    switch (written) {
      case Written.Many many -> refuse(key, "a list", expected, many.source());
      case Written.Nothing nothing -> refuse(key, "nothing", expected, nothing.source());
      case Written.One text -> {
        var value = leaf.type().read(text.text());
        if (value != null) {
          return value;
        }
        var hidden = Secrets.hides(key, leaf);
        refuse(key, hidden ? Secrets.MASK : Secrets.shown(text.text()), expected, text.source());
      }
    }
    return null;
  }

  private @Nullable Object list(String key, Shape.Leaf leaf, Written written) {
    var items =
        switch (written) {
          case Written.Nothing _ -> List.<Written.One>of();
          case Written.Many many -> many.items();
          case Written.One text -> separated(text);
        };
    var values = new ArrayList<Object>();
    for (var item : items) {
      var value = one(key, leaf, item);
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == items.size() ? List.copyOf(values) : null;
  }

  private static List<Written.One> separated(Written.One text) {
    if (text.text().isBlank()) {
      return List.of();
    }
    return Arrays.stream(text.text().split(",", -1))
        .map(item -> new Written.One(item.strip(), text.source()))
        .toList();
  }

  private static String namesBelow(Shape shape) {
    return shape instanceof Shape.Group group
        ? group.members().keySet().stream().collect(Collectors.joining(", ", ": ", ""))
        : ", by name";
  }
}
