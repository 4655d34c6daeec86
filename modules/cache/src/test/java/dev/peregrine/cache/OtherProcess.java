package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.testkit.Leaks;
import dev.peregrine.testkit.OtherJvm;
import java.net.URI;

/// A node in a JVM of its own.
final class OtherProcess implements AutoCloseable {

  private static final int HEAP_MIB = 128;

  private final OtherJvm jvm;

  OtherProcess(URI redis, String namespace) {
    jvm = OtherJvm.start(OtherProcess.class, HEAP_MIB, redis.toString(), namespace);
  }

  /// Reads a key there: its value and the tier that had it.
  String read(long id) {
    return jvm.ask("read " + id);
  }

  /// Evicts a tag there.
  String evictTag(String tag) {
    return jvm.ask("evict " + tag);
  }

  @Override
  public void close() {
    jvm.close();
  }

  /// Runs the node until there are no more questions.
  ///
  /// @param args where Redis is, and the namespace
  static void main(String... args) throws Exception {
    try (var _ = Leaks.watch();
        var node = new TestNode(URI.create(args[0]), args[1]).coherent()) {
      OtherJvm.answer(question -> answer(node, question));
    }
  }

  private static String answer(TestNode node, String line) {
    var words = line.split(" ", 2);
    if (words[0].equals("read")) {
      var read = node.read(Long.parseLong(words[1]));
      return read.value().orElseThrow().text() + " from " + read.tier();
    }
    var token = await(node.names.evictTag(words[1], TestNode.soon()));
    return token.equals(Token.NONE) ? "not told" : "evicted";
  }
}
