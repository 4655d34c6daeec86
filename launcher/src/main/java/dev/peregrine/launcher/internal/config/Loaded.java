package dev.peregrine.launcher.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A configuration that holds, and where each of its values comes from.
///
/// @param config the tree
/// @param values every key with its value, in the order of the records
/// @param <R> the root record
public record Loaded<R extends Record>(R config, List<Value> values) {

  /// One key's value.
  ///
  /// @param key without the prefix: `http.port`
  /// @param value as the record holds it; an `Optional` where it may be absent
  /// @param shown as a file would have it; secrets masked
  /// @param source where it was set, or [ConfigLoader#DEFAULT]
  public record Value(String key, Object value, String shown, String source) {}

  /// Copies the list.
  public Loaded {
    values = List.copyOf(values);
  }

  static <R extends Record> Loaded<R> of(R config, Settings settings) {
    var values = new ArrayList<Value>();
    Records.flattened(settings.root(), config)
        .forEach((key, value) -> {
          var setting = settings.effective().get(key);
          var source = setting == null ? ConfigLoader.DEFAULT : setting.source();
          if (settings.root().at(key) instanceof Shape.Leaf leaf) {
            values.add(new Value(key, value, Records.shown(key, leaf, value), source));
          }
        });
    return new Loaded<>(config, values);
  }

  /// Returns the value of a key, if there is such a key.
  ///
  /// @param key without the prefix
  public Optional<Value> value(String key) {
    return values.stream().filter(value -> value.key().equals(key)).findFirst();
  }

  /// Returns a line for each key, fit for a log: `peregrine.http.port = 8080 (default)`.
  public List<String> describe() {
    return values.stream()
        .map(value ->
            Settings.PREFIX + value.key() + " = " + value.shown() + " (" + value.source() + ")")
        .toList();
  }
}
