package dev.peregrine.launcher.internal.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds the tree of records out of the settings and the defaults.
///
/// A record whose constructor refuses is tried again with the default in the place of the refused
/// value, so that one start reports every bad value, not the first of each record.
final class Assembly {

  private final Settings settings;
  private final Refusals refusals;

  Assembly(Settings settings) {
    this.settings = settings;
    this.refusals = new Refusals(settings);
  }

  /// Builds the root; what is wrong is reported to the settings.
  ///
  /// @param defaults what stands where no source has set anything
  /// @return the tree, or the defaults when it cannot be built
  <R extends Record> R build(R defaults) {
    @SuppressWarnings("unchecked") // the class of an R
    var type = (Class<R>) defaults.getClass();
    var built = group("", settings.root(), defaults);
    return built == null ? defaults : type.cast(built);
  }

  private @Nullable Object value(String key, Shape shape, @Nullable Object defaults) {
    return switch (shape) {
      case Shape.Group group -> group(key, group, (Record) defaults);
      case Shape.Family family -> family(key, family, (Map<?, ?>) defaults);
      case Shape.Leaf leaf -> leaf(key, leaf, defaults);
    };
  }

  private @Nullable Object leaf(String key, Shape.Leaf leaf, @Nullable Object defaults) {
    var setting = settings.effective().get(key);
    if (setting != null && !settings.bad().contains(key)) {
      return setting.value();
    }
    if (defaults != null) {
      return defaults;
    }
    return switch (leaf.form()) {
      case OPTIONAL -> Optional.empty();
      case LIST -> List.of();
      case ONE -> null;
    };
  }

  private Map<String, Object> family(
      String key, Shape.Family family, @Nullable Map<?, ?> defaults) {
    var members = new LinkedHashMap<String, Object>();
    for (var name : settings.namesIn(key + ".")) {
      var member =
          value(
              Shape.join(key, name), family.member(), defaults == null ? null : defaults.get(name));
      if (member != null) {
        members.put(name, member);
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private @Nullable Record group(String key, Shape.Group group, @Nullable Record given) {
    var defaults = given == null ? Records.declaredDefaults(group.type()) : given;
    var arguments = new LinkedHashMap<String, Object>();
    for (var member : group.members().entrySet()) {
      var name = member.getKey();
      var path = Shape.join(key, name);
      var value =
          value(
              path, member.getValue(), defaults == null ? null : Records.component(defaults, name));
      if (value != null) {
        arguments.put(name, value);
      } else if (member.getValue() instanceof Shape.Leaf leaf && !settings.bad().contains(path)) {
        refusals.missing(path, leaf);
      }
    }
    return arguments.size() < group.members().size()
        ? null
        : construct(key, group, arguments, defaults);
  }

  private @Nullable Record construct(
      String key, Shape.Group group, Map<String, Object> arguments, @Nullable Record defaults) {
    while (true) {
      try {
        return Records.construct(group.type(), arguments.values().toArray());
      } catch (RuntimeException refused) {
        var culprit = refusals.report(key, group, refused);
        if (culprit.isEmpty() || defaults == null) {
          refusals.writeOff(key);
          return defaults;
        }
        arguments.replace(culprit.get(), Records.component(defaults, culprit.get()));
      }
    }
  }
}
