package dev.peregrine.launcher.internal.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Carries the values of one YAML file into the settings.
final class YamlSource {

  private static final long LARGEST_BYTES = 1 << 20;

  private static final int MOST_SIBLINGS = 20;

  private final Sources.YamlFile file;
  private final Settings settings;
  private final Map<String, Integer> lineOfKey = new HashMap<>();

  private YamlSource(Sources.YamlFile file, Settings settings) {
    this.file = file;
    this.settings = settings;
  }

  /// Reads the file; whatever is wrong with it is reported to the settings.
  static void read(Sources.YamlFile file, Settings settings) {
    new YamlSource(file, settings).read();
  }

  private void read() {
    try {
      var root = YamlReader.read(text(file.path()));
      if (root instanceof YamlNode.Fields fields) {
        fields.fields().forEach(field -> enter("", field));
      } else if (!(root instanceof YamlNode.Text text && text.nothing())) {
        settings.report(file.label() + ": not a mapping (expected: keys and values)", at(root));
      }
    } catch (YamlReader.Malformed malformed) {
      settings.report(file.label() + ": " + malformed.getMessage(), at(malformed.line));
    } catch (NoSuchFileException missing) {
      if (file.required()) {
        settings.report(file.label() + ": no such file" + siblings(file.path()), file.askedBy());
      }
    } catch (CharacterCodingException broken) {
      settings.report(file.label() + ": not UTF-8", file.askedBy());
    } catch (IOException unreadable) {
      settings.report(
          file.label() + ": cannot be read (" + reason(unreadable) + ")", file.askedBy());
    }
  }

  private static String text(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("it is a directory");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes((int) LARGEST_BYTES + 1);
    }
    if (bytes.length > LARGEST_BYTES) {
      throw new IOException("it is larger than " + Quantities.spelled(LARGEST_BYTES));
    }
    var text = StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
    return text.toString().replaceFirst("^\\x{FEFF}", "");
  }

  private static String siblings(Path missing) {
    var directory = missing.toAbsolutePath().getParent();
    if (directory == null) {
      return "";
    }
    try (Stream<Path> entries = Files.list(directory)) {
      var names =
          entries
              .map(path -> String.valueOf(path.getFileName()))
              .filter(name -> name.endsWith(".yaml"))
              .sorted()
              .limit(MOST_SIBLINGS)
              .toList();
      return names.isEmpty() ? "" : " (there are: " + String.join(", ", names) + ")";
    } catch (IOException | UncheckedIOException unreadable) {
      return " (its directory cannot be listed)";
    }
  }

  private static String reason(IOException unreadable) {
    return unreadable instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : Secrets.shown(String.valueOf(unreadable.getMessage()));
  }

  /// Enters one field: a key below another, or, at the root, the prefix around everything.
  private void enter(String parent, YamlNode.Field field) {
    if (!(field.key() instanceof YamlNode.Text name) || name.text().isBlank()) {
      settings.report(Settings.PREFIX + parent + ": a key that is not a name", at(field.key()));
      return;
    }
    var key = parent.isEmpty() ? Sources.unprefixed(name.text()) : Shape.join(parent, name.text());
    var earlier = lineOfKey.putIfAbsent(key, name.line());
    if (earlier != null) {
      settings.report(
          Settings.PREFIX + key + ": written twice (first on line " + earlier + ")", at(name));
    } else if (key.equals(Sources.ROOT) && settings.root().at(key) == null) {
      enterRoot(field.value());
    } else {
      enter(key, name, field.value());
    }
  }

  private void enterRoot(YamlNode value) {
    if (value instanceof YamlNode.Fields fields) {
      fields.fields().forEach(field -> enter("", field));
    } else if (!(value instanceof YamlNode.Text text && text.nothing())) {
      settings.report(Sources.ROOT + ": not a mapping (expected: keys and values)", at(value));
    }
  }

  private void enter(String key, YamlNode name, YamlNode value) {
    var shape = settings.root().at(key);
    if (shape == null) {
      settings.unknown(key, at(name));
      return;
    }
    switch (value) {
      case YamlNode.Text text when text.nothing() ->
          settings.put(key, new Written.Nothing(at(text)));
      case YamlNode.Text text -> settings.put(key, new Written.One(text.text(), at(text)));
      case YamlNode.Items items -> enterList(key, items);
      case YamlNode.Fields fields when shape instanceof Shape.Leaf leaf ->
          settings.refuse(key, "a mapping", leaf.type().expected(), at(fields));
      case YamlNode.Fields fields -> fields.fields().forEach(field -> enter(key, field));
    }
  }

  private void enterList(String key, YamlNode.Items items) {
    var texts = new ArrayList<Written.One>();
    for (var item : items.items()) {
      if (item instanceof YamlNode.Text text) {
        texts.add(new Written.One(text.text(), at(text)));
      } else {
        settings.refuse(key, "a list in a list", "a list of single values", at(item));
      }
    }
    if (texts.size() == items.items().size()) {
      settings.put(key, new Written.Many(texts, at(items)));
    }
  }

  private String at(YamlNode node) {
    return at(node.line());
  }

  private String at(int line) {
    return file.label() + ", line " + line;
  }
}
