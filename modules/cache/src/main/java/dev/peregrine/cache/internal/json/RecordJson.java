package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Records of one type as JSON, and the number of their shape.
///
/// Safe on any thread.
public final class RecordJson {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 64;
  private static final int USUAL_BYTES = 512;

  /// Part of every number, to be raised when the same types are written in another way.
  private static final String FORM = "json 1";

  /// Texts are as long as the bytes that hold them, which a region bounds.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final String name;
  private final Form form;
  private final int fingerprint;

  private RecordJson(String name, Form form, int fingerprint) {
    this.name = name;
    this.form = form;
    this.fingerprint = fingerprint;
  }

  /// Looks at a record and generates what writes and reads it.
  ///
  /// @param type the record
  /// @param caller the right of who asks
  /// @throws IllegalArgumentException if something in it has no form, or cannot be reached
  public static RecordJson of(Class<? extends Record> type, MethodHandles.Lookup caller) {
    var look = new Look(new Access(caller));
    var form = look.at(type);
    var described = FORM + "\n" + type.getName() + "\n" + look.description();
    return new RecordJson(type.getSimpleName(), form, fingerprint(described));
  }

  private static int fingerprint(String described) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(described.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getInt();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every runtime has it", impossible);
    }
  }

  /// Returns a number that changes with the shape.
  public int fingerprint() {
    return fingerprint;
  }

  /// Writes a record.
  ///
  /// @param value one of the type
  /// @throws IllegalArgumentException if it cannot be written so that it can be read
  public Buffer encode(Object value) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      form.write(json, value);
    } catch (IOException _) {
      // What the library says may repeat the value.
      throw new IllegalArgumentException(
          name + ": not written (expected: a value nested at most " + DEEPEST + " deep)");
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  /// Reads a record.
  ///
  /// @param bytes all of one
  /// @throws RuntimeException if they are anything else
  public Object decode(Buffer bytes) {
    var array = bytes.getBytes();
    // Other encodings than UTF-8 would be detected and read.
    if (array.length < 2 || array[0] != '{' || array[1] == 0) {
      throw new UnreadableException(name, "not one", "an object");
    }
    try (var json = JSON.createParser(array)) {
      json.nextToken();
      var value = form.read(json);
      if (value == null || json.nextToken() != null) {
        throw new UnreadableException(name, "more bytes behind it", "their end");
      }
      return value;
    } catch (UnreadableException unreadable) {
      throw unreadable;
    } catch (IOException _) {
      throw new UnreadableException(name, "not JSON", "an object, nested at most " + DEEPEST);
    } catch (RuntimeException _) {
      // The record's own rules; what they say may repeat what was read.
      throw new UnreadableException(name, "refused by a record", "what its constructor allows");
    }
  }
}
