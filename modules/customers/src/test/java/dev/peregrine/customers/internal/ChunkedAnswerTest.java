package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ChunkedAnswerTest {

  private final Deque<Promise<byte[]>> asked = new ArrayDeque<>();
  private final Client client = new Client();
  private final ChunkedAnswer<byte[]> answer =
      new ChunkedAnswer<>(last -> ask(), chunk -> Buffer.buffer(chunk));

  private Future<byte[]> ask() {
    var one = Promise.<byte[]>promise();
    asked.add(one);
    return one.future();
  }

  private WeakReference<byte[]> give(int length) {
    var chunk = new byte[length];
    asked.remove().complete(chunk);
    return new WeakReference<>(chunk);
  }

  @Test
  void a_chunk_that_was_sent_is_not_held_while_others_follow() {
    var done = answer.write(Buffer.buffer(), client);
    give(1);
    var second = give(2);
    give(3);
    give(4);

    System.gc();

    assertThat(second.get()).as("sent, and let go").isNull();
    assertThat(done.isComplete()).isFalse();
    give(0);
    assertThat(done.succeeded()).isTrue();
    assertThat(client.taken).isEqualTo(1 + 2 + 3 + 4);
  }

  @Test
  void a_failure_ends_it() {
    var done = answer.write(Buffer.buffer("head"), client);
    give(1);
    asked.remove().fail("away");

    assertThat(done.cause()).hasMessage("away");
    assertThat(client.taken).isEqualTo("head".length() + 1);
    assertThat(asked).isEmpty();
  }

  /// Takes all at once.
  private static final class Client implements WriteStream<Buffer> {

    private int taken;

    @Override
    public Future<Void> write(Buffer data) {
      taken += data.length();
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public Client setWriteQueueMaxSize(int size) {
      return this;
    }

    @Override
    public Client drainHandler(Handler<Void> handler) {
      return this;
    }

    @Override
    public Client exceptionHandler(Handler<Throwable> handler) {
      return this;
    }
  }
}
