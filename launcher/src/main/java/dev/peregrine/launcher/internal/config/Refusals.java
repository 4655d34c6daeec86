package dev.peregrine.launcher.internal.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says of a record that refused its values which key is to blame and which source has set it.
///
/// A record says it in its message, `cache.nearEntries: 0 (expected: >= 1)`; the last name before
/// the colon is enough.
final class Refusals {

  private static final Pattern MESSAGE =
      Pattern.compile("(?<key>[A-Za-z][A-Za-z0-9_.-]*): (?<rest>.*)", Pattern.DOTALL);

  private final Settings settings;

  Refusals(Settings settings) {
    this.settings = settings;
  }

  /// Reports a key without value or default, below a family's new name.
  void missing(String key, Shape.Leaf leaf) {
    var sources = new LinkedHashSet<String>();
    var parent = key.substring(0, key.lastIndexOf('.') + 1);
    settings
        .effective()
        .forEach((other, setting) -> {
          if (other.startsWith(parent)) {
            sources.add(setting.source());
          }
        });
    settings.refuse(key, "missing", leaf.type().expected(), String.join("; ", sources));
  }

  /// Reports what a constructor has thrown.
  ///
  /// @param at the record's key
  /// @return the component to try again without, or empty when trying again has no use
  Optional<String> report(String at, Shape.Group group, RuntimeException refused) {
    var message = Objects.requireNonNullElse(refused.getMessage(), refused.getClass().getName());
    var matcher = MESSAGE.matcher(message);
    var known = matcher.matches() ? locate(at, matcher.group("key")) : null;
    var mentioned = mentioned(at, group, message);
    if (mentioned.stream().anyMatch(settings.bad()::contains)) {
      return Optional.empty();
    }
    var key = known == null ? at : known;
    var text = known == null ? message : matcher.group("rest");
    settings.report(
        (Settings.PREFIX + key + ": ").replace(".:", ":") + masked(key, text),
        sources(key, at, mentioned));
    if (known == null || !settings.effective().containsKey(known)) {
      return Optional.empty();
    }
    settings.bad().add(known);
    var name = known.substring(known.lastIndexOf('.') + 1);
    return known.equals(Shape.join(at, name)) ? Optional.of(name) : Optional.empty();
  }

  /// Marks everything set below a key as bad: the defaults stand in for it.
  void writeOff(String at) {
    settings.effective().keySet().stream()
        .filter(key -> below(at, key))
        .forEach(settings.bad()::add);
  }

  /// Finds the value that a message is about: by its whole key, or by its last name in the record.
  private @Nullable String locate(String at, String named) {
    var whole = Sources.unprefixed(named);
    if (settings.root().at(whole) instanceof Shape.Leaf && below(at, whole)) {
      return whole;
    }
    var local = Shape.join(at, whole.substring(whole.lastIndexOf('.') + 1));
    return settings.root().at(local) instanceof Shape.Leaf ? local : null;
  }

  private static boolean below(String at, String key) {
    return at.isEmpty() || key.startsWith(at + ".");
  }

  /// Lists the keys below the record that the message names, whole or by their last name.
  private List<String> mentioned(String at, Shape.Group group, String message) {
    var keys = new ArrayList<String>();
    for (var pattern : group.leaves().keySet()) {
      var name = pattern.substring(pattern.lastIndexOf('.') + 1);
      var named = pattern.contains(".") && !pattern.contains(Shape.ANY) ? pattern : name;
      if (Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(named) + "(?![A-Za-z0-9])")
          .matcher(message)
          .find()) {
        keys.add(Shape.join(at, pattern));
      }
    }
    return keys;
  }

  private String sources(String key, String at, List<String> mentioned) {
    var sources = new LinkedHashSet<String>();
    var blamed = settings.effective().get(key);
    if (blamed != null) {
      sources.add(blamed.source());
    }
    for (var other : mentioned) {
      var setting = settings.effective().get(other);
      if (setting != null && !other.equals(key)) {
        sources.add(setting.source() + " (" + Settings.PREFIX + other + ")");
      }
    }
    if (sources.isEmpty()) {
      settings
          .effective()
          .forEach((other, setting) -> {
            if (below(at, other)) {
              sources.add(setting.source() + " (" + Settings.PREFIX + other + ")");
            }
          });
    }
    return sources.isEmpty() ? ConfigLoader.DEFAULT : String.join("; ", sources);
  }

  /// Masks the value in a constructor's message, and every secret that it may repeat.
  private String masked(String key, String text) {
    var shown = text;
    if (settings.root().at(key) instanceof Shape.Leaf leaf && Secrets.hides(key, leaf)) {
      var expected = text.indexOf("(expected:");
      shown = Secrets.MASK + (expected < 0 ? "" : " " + text.substring(expected));
    }
    for (var entry : settings.effective().entrySet()) {
      var secret = String.valueOf(entry.getValue().value());
      if (settings.root().at(entry.getKey()) instanceof Shape.Leaf leaf
          && Secrets.hides(entry.getKey(), leaf)
          && !secret.isEmpty()) {
        shown = shown.replace(secret, Secrets.MASK);
      }
    }
    return Secrets.shown(shown);
  }
}
