package dev.peregrine.launcher.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// One Java file as the JDK's own parser sees it.
///
/// @param path where it lies in the repository
/// @param text all of it
/// @param unit its tree
/// @param trees finds positions and doc comments in the tree
record Source(Path path, String text, CompilationUnitTree unit, DocTrees trees) {

  /// Returns every Java file of the repository.
  static List<Source> all() {
    return Everything.SOURCES;
  }

  /// Returns a file that is not in the repository.
  static Source of(String path, String text) {
    return parse(Map.of(Path.of(path), text)).getFirst();
  }

  /// Tells whether the text is Java; says nothing about its meaning.
  static boolean parses(String text) {
    var problems = new DiagnosticCollector<JavaFileObject>();
    read(Map.of(Path.of("Any.java"), text), problems);
    return problems.getDiagnostics().isEmpty();
  }

  boolean isMain() {
    return Repository.unix(path).contains("src/main/java/");
  }

  boolean isTest() {
    return Repository.unix(path).contains("src/test/java/");
  }

  /// Returns the file's name without its ending.
  String name() {
    var name = path.getFileName().toString();
    return name.substring(0, name.length() - ".java".length());
  }

  /// Returns every part of the tree for which the test holds, with the way to it, in file order.
  List<TreePath> find(Predicate<Tree> wanted) {
    var found = new ArrayList<TreePath>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void scan(Tree tree, Void nothing) {
        if (tree != null && wanted.test(tree)) {
          found.add(new TreePath(getCurrentPath(), tree));
        }
        return super.scan(tree, null);
      }
    }.scan(new TreePath(unit), null);
    return List.copyOf(found);
  }

  /// Returns all named types, nested ones too.
  List<TreePath> types() {
    return find(tree -> tree instanceof ClassTree type && !type.getSimpleName().isEmpty());
  }

  /// Returns all methods and constructors.
  List<MethodTree> methods() {
    return find(MethodTree.class::isInstance).stream()
        .map(found -> (MethodTree) found.getLeaf())
        .toList();
  }

  /// Returns the doc comment in front of a declaration.
  Optional<String> doc(TreePath declaration) {
    return Optional.ofNullable(trees.getDocComment(declaration));
  }

  /// Returns all comments, doc comments too.
  List<Comment> comments() {
    return Comment.in(text);
  }

  int lines() {
    return (int) text.lines().count();
  }

  int lines(Tree tree) {
    var end = trees.getSourcePositions().getEndPosition(unit, tree);
    return (int) unit.getLineMap().getLineNumber(end) - line(tree) + 1;
  }

  int line(Tree tree) {
    var start = trees.getSourcePositions().getStartPosition(unit, tree);
    return (int) unit.getLineMap().getLineNumber(start);
  }

  /// Returns what to report: where, and what is wrong there.
  String problem(int line, String what) {
    return Repository.unix(path) + ":" + line + ": " + what;
  }

  private static List<Source> parse(Map<Path, String> texts) {
    var problems = new DiagnosticCollector<JavaFileObject>();
    var sources = read(texts, problems);
    if (!problems.getDiagnostics().isEmpty()) {
      throw new IllegalArgumentException("not Java: " + problems.getDiagnostics());
    }
    return sources;
  }

  private static List<Source> read(
      Map<Path, String> texts, DiagnosticCollector<JavaFileObject> problems) {
    var files = texts.entrySet().stream().map(text -> new Text(text.getKey(), text.getValue()));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task = (JavacTask) compiler.getTask(null, null, problems, null, null, files.toList());
    var trees = DocTrees.instance(task);
    try {
      return StreamSupport.stream(task.parse().spliterator(), false)
          .map(unit -> {
            var path = Path.of(unit.getSourceFile().toUri().getPath().substring(1));
            return new Source(path, texts.get(path), unit, trees);
          })
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// All files, parsed once.
  private static final class Everything {
    static final List<Source> SOURCES =
        parse(Repository.here().texts(path -> path.endsWith(".java")));
  }

  /// A file for the compiler that is in memory already.
  static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(Path path, String text) {
      super(URI.create("string:///" + Repository.unix(path)), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
