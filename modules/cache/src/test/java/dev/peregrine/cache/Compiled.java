package dev.peregrine.cache;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Classes that are written in a test and compiled by it: another version, or another module.
final class Compiled {

  private Compiled() {}

  /// Returns the record of a source, alone in a class loader that sees nothing but the platform.
  ///
  /// @param folder for the class files, empty
  /// @param name of the record, with its package
  /// @param source of it
  static Class<? extends Record> record(Path folder, String name, String source) {
    compile(folder, new Text(name.replace('.', '/'), source));
    try {
      var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
      return loader.loadClass(name).asSubclass(Record.class);
    } catch (IOException | ClassNotFoundException thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  /// Returns what finds the classes of a module.
  ///
  /// @param folder for the class files, empty
  /// @param name of the module
  /// @param files path and source of each file in turn
  static ClassLoader module(Path folder, String name, String... files) {
    var texts = new Text[files.length / 2];
    for (var at = 0; at < texts.length; at++) {
      texts[at] = new Text(files[2 * at], files[2 * at + 1]);
    }
    compile(folder, texts);
    var boot = ModuleLayer.boot();
    var found =
        boot.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of(name));
    return boot.defineModulesWithOneLoader(found, null).findLoader(name);
  }

  private static void compile(Path folder, Text... sources) {
    var options = List.of("-proc:none", "-d", folder.toString());
    var task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(null, null, null, options, null, Stream.of(sources).toList());
    if (!task.call()) {
      throw new IllegalArgumentException("does not compile, see above");
    }
  }

  /// A file for the compiler that is in memory already.
  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String path, String text) {
      super(URI.create("string:///" + path + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
