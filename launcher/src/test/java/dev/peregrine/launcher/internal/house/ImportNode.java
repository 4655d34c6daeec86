package dev.peregrine.launcher.internal.house;

import dev.peregrine.testkit.OtherJvm;
import java.net.URI;
import java.nio.file.Path;

/// A node in a process of its own, which can be killed.
final class ImportNode implements AutoCloseable {

  private static final int HEAP_MIB = 256;

  private final OtherJvm jvm;
  private final Web api;

  /// Starts one and waits until it answers.
  ///
  /// @param home its directory
  /// @param postgres where its data is
  /// @param redis where its cache is
  /// @param chunkRows lines that it writes at a time
  ImportNode(Path home, URI postgres, URI redis, int chunkRows) {
    jvm =
        OtherJvm.start(
            ImportNode.class,
            HEAP_MIB,
            home.toString(),
            postgres.toString(),
            redis.toString(),
            Integer.toString(chunkRows));
    api = new Web(URI.create(jvm.ask("where")));
  }

  Web api() {
    return api;
  }

  /// Ends it as a power cut does.
  void kill() {
    jvm.kill();
  }

  @Override
  public void close() {
    api.close();
    kill();
  }

  /// Runs in the other process, until that is killed or its parent is gone.
  static void main(String... arguments) throws Exception {
    var usual = RunningHouse.on(URI.create(arguments[1]), URI.create(arguments[2]));
    var bulk = Knobs.with(usual.customers().bulk(), "chunkRows", Integer.parseInt(arguments[3]));
    var config = RunningHouse.with(usual, Knobs.with(usual.customers(), "bulk", bulk));
    try (var house = RunningHouse.start(Path.of(arguments[0]), config)) {
      OtherJvm.answer(question -> house.api().address().toString());
    }
  }
}
