package dev.peregrine.launcher.rules;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the root pom gives to the compiler for main code.
final class CompilerArguments {

  private static final Pattern SHARED = Pattern.compile("<arg>(.*)</arg>");
  private static final Pattern MAIN = Pattern.compile("<compilerArgument>(.*)</compilerArgument>");
  private static final Pattern RELEASE = Pattern.compile("<release>(.*)</release>");
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

  private CompilerArguments() {}

  /// Returns the arguments, without those for the virtual machine of a compiler in its own process:
  /// surefire gives the same ones to this virtual machine.
  static List<String> ofRootPom() {
    return of(Repository.here().read(Path.of("pom.xml")));
  }

  static List<String> of(String pom) {
    var release = all(RELEASE, pom).flatMap(value -> Stream.of("--release", value));
    var arguments = Stream.concat(all(MAIN, pom), all(SHARED, pom));
    return Stream.concat(release, arguments)
        .map(argument -> resolved(argument, pom))
        .filter(argument -> !argument.startsWith("-J"))
        .toList();
  }

  private static Stream<String> all(Pattern pattern, String pom) {
    return pattern.matcher(pom).results().map(found -> found.group(1));
  }

  private static String resolved(String argument, String pom) {
    return PROPERTY
        .matcher(argument)
        .replaceAll(found -> Matcher.quoteReplacement(property(found.group(1), pom)));
  }

  private static String property(String name, String pom) {
    var tag = Pattern.quote(name);
    return all(Pattern.compile("<" + tag + ">(.*)</" + tag + ">"), pom)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("pom.xml: no property " + name));
  }
}
