package dev.peregrine.launcher.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.peregrine.bus.Address;
import dev.peregrine.bus.Topic;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Addresses are declared once, by the room that owns them, and bear its name.
class AddressesTest {

  @TempDir Path folder;

  @Test
  void addresses_bear_the_name_of_their_room_and_are_unique() {
    assertThat(problems(House.CLASSES, AddressesTest.class.getClassLoader())).isEmpty();
  }

  @Test
  void addresses_bear_the_name_of_their_room_and_are_unique_can_fail() throws IOException {
    var port =
        """
        package dev.peregrine.cache;
        import dev.peregrine.bus.*;
        public final class BrokenPort {
          record Any() {}
          static final String SOUND = "cache.sound";
          static final Address<Any, Any> GET = new Address<>("cache.get", Any.class, Any.class);
          public static final Topic<Any> GOT = new Topic<>("http.got", Any.class);
          public static final Topic<Any> AGAIN = new Topic<>("cache.get", Any.class);
        }
        """;
    var classes = Broken.classes(folder, port);

    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      assertThat(problems(classes, loader))
          .containsExactly(
              "dev.peregrine.cache.BrokenPort.GOT: http.got (expected: cache.…)",
              "cache.get: declared by [dev.peregrine.cache.BrokenPort.GET,"
                  + " dev.peregrine.cache.BrokenPort.AGAIN] (expected: once)");
    }
  }

  private static List<String> problems(JavaClasses classes, ClassLoader loader) {
    var problems = new ArrayList<String>();
    var owners = new TreeMap<String, List<String>>();
    classes.stream()
        .filter(type -> type.getSimpleName().endsWith("Port"))
        .forEach(type ->
            fields(type, loader)
                .forEach(field -> {
                  var name = type.getName() + "." + field.getName();
                  var address = address(field);
                  var prefix = House.room(type) + ".";
                  if (!address.startsWith(prefix)) {
                    problems.add(name + ": " + address + " (expected: " + prefix + "…)");
                  }
                  owners.computeIfAbsent(address, any -> new ArrayList<>()).add(name);
                }));
    owners.forEach((address, declared) -> {
      if (declared.size() > 1) {
        problems.add(address + ": declared by " + declared + " (expected: once)");
      }
    });
    return problems;
  }

  private static Stream<Field> fields(JavaClass type, ClassLoader loader) {
    try {
      return Stream.of(Class.forName(type.getName(), true, loader).getDeclaredFields())
          .filter(field -> field.getType() == Address.class || field.getType() == Topic.class);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String address(Field field) {
    try {
      field.setAccessible(true);
      return switch (field.get(null)) {
        case Address<?, ?>(var name, _, _, _) -> name;
        case Topic<?>(var name, _, _) -> name;
        default -> throw new IllegalStateException(field + " (expected: an address)");
      };
    } catch (IllegalAccessException hidden) {
      throw new IllegalStateException(hidden);
    }
  }
}
