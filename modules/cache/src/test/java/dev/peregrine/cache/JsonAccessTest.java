package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of a module of its own, in a class loader that does not see the cache.
class JsonAccessTest {

  @TempDir Path folder;

  private ClassLoader shop;

  @BeforeEach
  void compile() {
    shop =
        Compiled.module(
            folder,
            "shop",
            "module-info",
            "module shop { exports shop; }",
            "shop/Shown",
            """
            package shop;
            public record Shown(int number) {
              public static java.lang.invoke.MethodHandles.Lookup lookup() {
                return java.lang.invoke.MethodHandles.lookup();
              }
            }
            """,
            "shop/internal/Hidden",
            """
            package shop.internal;
            record Hidden(shop.Shown shown, Inner inner) {
              private record Inner(long number) {}
            }
            """);
  }

  @Test
  void a_public_record_of_an_exported_package_needs_no_right() throws Exception {
    comesBack(JsonCodec.of(record("shop.Shown")), "{\"number\":7}");
  }

  @Test
  void another_record_needs_the_right_of_its_module() throws Exception {
    var hidden = record("shop.internal.Hidden");
    var right = (MethodHandles.Lookup) record("shop.Shown").getMethod("lookup").invoke(null);

    assertThatThrownBy(() -> JsonCodec.of(hidden))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("shop.")
        .hasMessageContaining("MethodHandles.lookup()");
    assertThatThrownBy(() -> JsonCodec.of(hidden, MethodHandles.publicLookup()))
        .isInstanceOf(IllegalArgumentException.class);
    comesBack(JsonCodec.of(hidden, right), "{\"shown\":{\"number\":7},\"inner\":{\"number\":8}}");
  }

  private Class<? extends Record> record(String name) throws ClassNotFoundException {
    return shop.loadClass(name).asSubclass(Record.class);
  }

  private static <R extends Record> void comesBack(JsonCodec<R> codec, String json) {
    assertThat(codec.encode(codec.decode(Buffer.buffer(json)))).hasToString(json);
  }
}
