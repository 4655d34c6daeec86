package dev.peregrine.launcher.internal.config;

import java.util.ArrayList;
import java.util.Iterator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads one YAML document with the lines of its parts.
///
/// It reads the parser's events, not its node tree: the tree builder recurses without a bound and
/// expands aliases.
final class YamlReader {

  private static final int DEEPEST = 32;

  private final Iterator<Event> events;

  private YamlReader(String yaml) {
    events = new Parse(LoadSettings.builder().build()).parseString(yaml).iterator();
  }

  /// Reads a document.
  ///
  /// @return its root; an empty text without quotes for an empty document
  /// @throws Malformed if it is not YAML, or uses what a configuration has no need of
  static YamlNode read(String yaml) throws Malformed {
    try {
      return new YamlReader(yaml).document();
    } catch (MarkedYamlEngineException broken) {
      var context = broken.getContext() == null ? "" : " " + broken.getContext();
      var line = broken.getProblemMark().or(broken::getContextMark).map(Mark::getLine).orElse(0);
      throw new Malformed("not YAML: " + broken.getProblem() + context, line + 1);
    } catch (YamlEngineException broken) {
      throw new Malformed("not YAML: a character that YAML forbids", firstForbidden(yaml));
    }
  }

  private YamlNode document() throws Malformed {
    var first = afterStart(events.next());
    if (first.getEventId() == Event.ID.StreamEnd) {
      return new YamlNode.Text("", true, 1);
    }
    var root = node(first, 0);
    var end = events.next();
    while (end.getEventId() == Event.ID.DocumentEnd) {
      end = events.next();
    }
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw new Malformed("a second document (expected: one in a file)", line(end));
    }
    return root;
  }

  private Event afterStart(Event event) {
    var next = event;
    while (next.getEventId() == Event.ID.StreamStart
        || next.getEventId() == Event.ID.DocumentStart) {
      next = events.next();
    }
    return next;
  }

  private YamlNode node(Event event, int depth) throws Malformed {
    if (depth > DEEPEST) {
      throw new Malformed("nested more than " + DEEPEST + " deep", line(event));
    }
    return switch (event.getEventId()) {
      case Scalar -> {
        var scalar = (ScalarEvent) event;
        yield new YamlNode.Text(scalar.getValue(), scalar.isPlain(), line(event));
      }
      case SequenceStart -> items(event, depth);
      case MappingStart -> fields(event, depth);
      case Alias -> throw new Malformed("an alias (expected: the value written out)", line(event));
      default -> throw new Malformed("not YAML: unexpected " + event.getEventId(), line(event));
    };
  }

  private YamlNode items(Event start, int depth) throws Malformed {
    var items = new ArrayList<YamlNode>();
    for (var next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new YamlNode.Items(items, line(start));
  }

  private YamlNode fields(Event start, int depth) throws Malformed {
    var fields = new ArrayList<YamlNode.Field>();
    for (var next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
      var key = node(next, depth + 1);
      fields.add(new YamlNode.Field(key, node(events.next(), depth + 1)));
    }
    return new YamlNode.Fields(fields, line(start));
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int firstForbidden(String yaml) {
    var line = 1;
    for (var index = 0; index < yaml.length(); index++) {
      var character = yaml.charAt(index);
      if (character == '\n') {
        line++;
      } else if (Character.isISOControl(character) && character != '\t' && character != '\r') {
        return line;
      }
    }
    return 1;
  }

  /// The document cannot be read.
  static final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    /// The line to look at, counted from 1.
    final int line;

    Malformed(String message, int line) {
      super(message);
      this.line = line;
    }
  }
}
