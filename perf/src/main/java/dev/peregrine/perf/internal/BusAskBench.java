package dev.peregrine.perf.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A question and its answer: one after the other, and a hundred at once; beside the event bus
/// without ports.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class BusAskBench {

  private static final int ASKS = 1_000;
  private static final int AT_ONCE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Address<Question, Reply> ECHO =
      new Address<>("bench.echo", Question.class, Reply.class);
  private static final Address<Question, Reply> NEIGHBOUR =
      new Address<>("bench.neighbour", Question.class, Reply.class);
  private static final String PLAIN = "bench.plain";

  private final Call call = Call.background("bench", Duration.ofDays(1));
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.open(vertx, BusStats.NONE);
  private @Nullable Context asker;

  /// A question.
  ///
  /// @param number of it
  public record Question(int number) {}

  /// Its answer.
  ///
  /// @param number of the question
  public record Reply(int number) {}

  /// Registers who answers.
  ///
  /// @throws Exception if it cannot
  @Setup
  public void open() throws Exception {
    var context = vertx.getOrCreateContext();
    asker = context;
    var joined = Promise.<Registration>promise();
    context.runOnContext(_ ->
        bus.answer(NEIGHBOUR, (question, _) -> Future.succeededFuture(new Reply(question.number())))
            .onComplete(joined));
    var _ = joined.future().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        bus.answer(ECHO, (question, _) -> Future.succeededFuture(new Reply(question.number())))
            .await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    var _ =
        vertx
            .eventBus()
            .localConsumer(PLAIN, message -> message.reply(message.body()))
            .completion()
            .await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// The event bus alone, one after the other.
  @Benchmark
  @OperationsPerInvocation(ASKS)
  public Object plain() throws Exception {
    return chains(1, number -> vertx.eventBus().request(PLAIN, number));
  }

  /// A typed question, one after the other.
  @Benchmark
  @OperationsPerInvocation(ASKS)
  public Object ask() throws Exception {
    return chains(1, number -> bus.ask(ECHO, new Question(number), call));
  }

  /// The event bus alone, a hundred at once.
  @Benchmark
  @OperationsPerInvocation(ASKS)
  public Object plainAtOnce() throws Exception {
    return chains(AT_ONCE, number -> vertx.eventBus().request(PLAIN, number));
  }

  /// Typed questions, a hundred at once.
  @Benchmark
  @OperationsPerInvocation(ASKS)
  public Object askAtOnce() throws Exception {
    return chains(AT_ONCE, number -> bus.ask(ECHO, new Question(number), call));
  }

  /// Typed questions of one event loop, a hundred at once.
  @Benchmark
  @OperationsPerInvocation(ASKS)
  public Object neighbourAtOnce() throws Exception {
    return chains(AT_ONCE, number -> bus.ask(NEIGHBOUR, new Question(number), call));
  }

  /// Stops everything.
  ///
  /// @throws Exception if it cannot
  @TearDown
  public void close() throws Exception {
    var _ = vertx.close().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @FunctionalInterface
  private interface Ask {
    Future<?> ask(int number);
  }

  /// Asks [#ASKS] questions in so many chains, each of which waits for its last answer.
  private Object chains(int count, Ask ask) throws Exception {
    var done = Promise.<Integer>promise();
    var open = new int[] {count};
    var context = asker;
    if (context == null) {
      throw new IllegalStateException("not open");
    }
    context.runOnContext(_ -> {
      for (var chain = 0; chain < count; chain++) {
        next(
            ASKS / count,
            ask,
            () -> {
              if (--open[0] == 0) {
                done.complete(count);
              }
            });
      }
    });
    return done.future().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void next(int left, Ask ask, Runnable end) {
    if (left == 0) {
      end.run();
    } else {
      var _ = ask.ask(left).onSuccess(_ -> next(left - 1, ask, end));
    }
  }
}
