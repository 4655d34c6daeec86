package dev.peregrine.cache.internal;

import dev.peregrine.cache.Selection;
import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Estimates what immutable values take on the heap, by what they are made of.
///
/// Counts as HotSpot lays objects out with compressed references (headers of 12 bytes, of arrays
/// 16, references of 4, everything rounded up to 8), which is what heaps below 32 GiB have.
/// Constants of enums and classes count nothing, since they are shared. A record whose accessors
/// its module does not let this one call counts as its encoded form and a little more. Safe on any
/// thread.
final class Footprint {

  /// What an entry takes beside key and value, as measured by `NearWeightTest`: the entry, its
  /// stamp and answer, the node and the slot of the map, and of its policy.
  static final int ENTRY_BYTES = 300;

  private static final int HEADER = 12;
  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;
  private static final int UNKNOWN_BYTES = 48;
  private static final int CLOSED_BYTES = 64;
  private static final int MAX_DEPTH = 16;

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private Footprint() {}

  /// What a record takes by itself, and how to come to what it refers to.
  ///
  /// @param bytes its own size
  /// @param parts accessors of components that are references
  /// @param open whether they can be called
  private record Shape(int bytes, List<MethodHandle> parts, boolean open) {

    static Shape of(Class<?> type) {
      var bytes = HEADER;
      var parts = new ArrayList<MethodHandle>();
      try {
        for (var component : type.getRecordComponents()) {
          bytes += size(component);
          if (!component.getType().isPrimitive() && !component.getType().isEnum()) {
            var accessor = MethodHandles.publicLookup().unreflect(component.getAccessor());
            parts.add(accessor.asType(accessor.type().generic()));
          }
        }
      } catch (IllegalAccessException closed) {
        return new Shape(0, List.of(), false);
      }
      return new Shape(rounded(bytes), List.copyOf(parts), true);
    }

    private static int size(RecordComponent component) {
      var type = component.getType();
      if (type == long.class || type == double.class) {
        return Long.BYTES;
      }
      if (type == boolean.class || type == byte.class) {
        return Byte.BYTES;
      }
      return type == short.class || type == char.class ? Short.BYTES : REFERENCE;
    }
  }

  /// Returns what an entry takes, with its key.
  static int ofEntry(Object key, Fetched fetched) {
    var tags = fetched.stamp().tags();
    var bytes =
        ENTRY_BYTES
            + of(key, Selection.MAX_KEY_BYTES)
            + of(fetched.read().value().orElse(null), fetched.encodedBytes())
            + (tags.isEmpty() ? 0 : of(tags, 0));
    return (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /// Returns what a value takes.
  ///
  /// @param value any value, or null
  /// @param encodedBytes what it takes as encoded
  static long of(@Nullable Object value, int encodedBytes) {
    var bytes = bytes(value, 0);
    return bytes < 0 ? encodedBytes + CLOSED_BYTES : bytes;
  }

  /// Returns the size, or a negative number if a record is closed.
  private static long bytes(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      return UNKNOWN_BYTES;
    }
    return switch (value) {
      case null -> 0;
      case Enum<?> _ -> 0;
      case Class<?> _ -> 0;
      case String text -> text(text);
      case Record record -> record(record, depth);
      case Optional<?> perhaps -> plus(16, perhaps.orElse(null), depth);
      case Long _, Double _ -> 24;
      case Number number when !(number instanceof BigDecimal) -> 16;
      case BigDecimal _ -> 40;
      case Boolean _, Character _ -> 16;
      case UUID _ -> 32;
      case byte[] array -> rounded(ARRAY_HEADER + array.length);
      case Buffer buffer -> 64L + buffer.length();
      case Collection<?> many -> all(24 + array(many.size()), many, depth);
      case Map<?, ?> map ->
          all(all(24 + array(4 * map.size()), map.keySet(), depth), map.values(), depth);
      case java.time.temporal.Temporal _ -> 24;
      default -> UNKNOWN_BYTES;
    };
  }

  private static long record(Record record, int depth) {
    var shape = SHAPES.get(record.getClass());
    if (!shape.open()) {
      return -1;
    }
    long sum = shape.bytes();
    for (var part : shape.parts()) {
      sum = plus(sum, part(part, record), depth);
    }
    return sum;
  }

  private static @Nullable Object part(MethodHandle accessor, Record record) {
    try {
      return accessor.invokeExact((Object) record);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("an accessor of " + record.getClass() + " threw", thrown);
    }
  }

  private static long all(long start, Collection<?> many, int depth) {
    var sum = start;
    for (var one : many) {
      sum = plus(sum, one, depth);
    }
    return sum;
  }

  /// Adds up; what is closed stays closed.
  private static long plus(long sum, @Nullable Object value, int depth) {
    var more = bytes(value, depth + 1);
    return sum < 0 || more < 0 ? -1 : sum + more;
  }

  private static long text(String text) {
    var bytes = text.length();
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        bytes = 2 * text.length();
        break;
      }
    }
    return 24L + rounded(ARRAY_HEADER + bytes);
  }

  private static long array(int length) {
    return rounded(ARRAY_HEADER + REFERENCE * length);
  }

  private static int rounded(int bytes) {
    return (bytes + 7) & -8;
  }
}
