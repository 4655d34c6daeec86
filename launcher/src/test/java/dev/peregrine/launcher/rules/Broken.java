package dev.peregrine.launcher.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Classes that break a rule, written beside the test that shows it, compiled here.
///
/// They may stand in any package, a room's too.
final class Broken {

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");

  private Broken() {}

  /// Compiles the sources, without any check, and returns their classes.
  ///
  /// @param folder where the class files go
  /// @param sources each a Java file with its package
  static JavaClasses classes(Path folder, String... sources) {
    compile(folder, sources);
    return new ClassFileImporter().importPath(folder);
  }

  /// Compiles the sources, without any check.
  ///
  /// @param folder where the class files go
  /// @param sources each a Java file with its package
  static void compile(Path folder, String... sources) {
    var options = List.of("-proc:none", "-nowarn", "-d", folder.toString(), "-cp", classPath());
    var problems = problems(options, sources);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("does not even compile: " + problems);
    }
  }

  /// Compiles the sources and returns what the compiler has to say.
  static List<String> problems(List<String> options, String... sources) {
    var problems = new DiagnosticCollector<JavaFileObject>();
    var files = Stream.of(sources).map(Text::new).toList();
    var task =
        ToolProvider.getSystemJavaCompiler().getTask(null, null, problems, options, null, files);
    var sound = task.call();
    var messages = problems.getDiagnostics().stream().map(Object::toString).toList();
    return sound ? List.of() : messages;
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String fileName(String source) {
    if (source.contains("module dev.")) {
      return "module-info.java";
    }
    var room = PACKAGE.matcher(source);
    var type = TYPE.matcher(source);
    var name = type.find() ? type.group(1) : "package-info";
    return room.find() ? room.group(1).replace('.', '/') + "/" + name + ".java" : name + ".java";
  }

  /// A file for the compiler that is in memory already.
  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String text) {
      super(URI.create("string:///" + fileName(text)), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
