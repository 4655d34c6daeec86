package dev.peregrine.persistence;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Spent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Point reads of one kind that come at the same time, asked of the server together.
///
/// There is no timer: a read that finds the way free goes at once, alone; those that come while it
/// is under way go together when it is back, each key once. So a read in peace costs what it costs
/// anyway, and the batches grow with the load by themselves, as group commit does. Confined to the
/// context that made it.
///
/// @param <K> the key's type
/// @param <R> what is found
public final class CoalescedReads<K, R> {

  private static final int MAX_WAITING = 4_096;

  private final String name;
  private final int maxKeys;
  private final Batch<K, R> batch;
  private final Map<K, Waiting<R>> waiting = new LinkedHashMap<>();
  private boolean underWay;

  /// Asks the server for many keys.
  ///
  /// @param <K> the key's type
  /// @param <R> what is found
  @FunctionalInterface
  public interface Batch<K, R> {

    /// Reads keys.
    ///
    /// @param keys at least one, each once
    /// @param call until when the last of the callers waits
    /// @return what was found; a key that is missing was not
    Future<Map<K, R>> read(List<K> keys, Call call);
  }

  /// All who wait for one key.
  private static final class Waiting<R> {
    private final Promise<Optional<R>> found = Promise.promise();
    private final List<Call> calls = new ArrayList<>(1);

    boolean everybodyLeft() {
      return calls.stream().allMatch(call -> call.deadline().passed());
    }
  }

  /// Makes it, with nothing under way.
  ///
  /// @param name of the read, for failures
  /// @param maxKeys most keys of one question, at least 1
  /// @param batch asks the server
  public CoalescedReads(String name, int maxKeys, Batch<K, R> batch) {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("keys of a batch: " + maxKeys + " (expected: >= 1)");
    }
    this.name = name;
    this.maxKeys = maxKeys;
    this.batch = batch;
  }

  /// Reads one key.
  ///
  /// @param key which
  /// @param call until when the caller waits
  /// @return what was found, or a [BusFailure]
  public Future<Optional<R>> read(K key, Call call) {
    var known = waiting.get(key);
    if (known == null && waiting.size() >= MAX_WAITING) {
      var detail = MAX_WAITING + " keys are waited for already";
      return Future.failedFuture(new BusFailure(FailureKind.OVERLOADED, name, detail));
    }
    var mine = known == null ? new Waiting<R>() : known;
    mine.calls.add(call);
    waiting.put(key, mine);
    var start = System.nanoTime();
    var found = mine.found.future();
    send();
    return found.onComplete(
        done -> call.spent().add(Spent.Part.DATABASE, System.nanoTime() - start));
  }

  private void send() {
    if (underWay || waiting.isEmpty()) {
      return;
    }
    var late = new ArrayList<Waiting<R>>(0);
    var sent = taken(late);
    if (!sent.isEmpty()) {
      underWay = true;
      var _ =
          ask(sent)
              .onComplete(done -> {
                underWay = false;
                send();
              });
    }
    // Last, since who hears of it may read again at once.
    late.forEach(one ->
        one.found.fail(
            new BusFailure(FailureKind.DEADLINE, name, "the deadline passed while waiting")));
  }

  /// Takes the next batch out; whom nobody waits for any more is put aside.
  private Map<K, Waiting<R>> taken(List<Waiting<R>> late) {
    var taken = new LinkedHashMap<K, Waiting<R>>();
    var all = waiting.entrySet().iterator();
    while (all.hasNext() && taken.size() < maxKeys) {
      var one = all.next();
      all.remove();
      if (one.getValue().everybodyLeft()) {
        late.add(one.getValue());
      } else {
        taken.put(one.getKey(), one.getValue());
      }
    }
    return taken;
  }

  /// Asks for a batch, and for each of its keys alone if one of them may be why it failed.
  private Future<Void> ask(Map<K, Waiting<R>> sent) {
    return found(sent)
        .<Void>map(found -> {
          sent.forEach((key, one) -> one.found.complete(Optional.ofNullable(found.get(key))));
          return null;
        })
        .recover(thrown -> {
          if (sent.size() == 1 || !isOfAKey(thrown)) {
            sent.values().forEach(one -> one.found.fail(thrown));
            return Future.succeededFuture();
          }
          var alone = new ArrayList<Future<Void>>();
          sent.forEach((key, one) -> alone.add(ask(Map.of(key, one))));
          return Future.join(alone).mapEmpty();
        });
  }

  private Future<Map<K, R>> found(Map<K, Waiting<R>> sent) {
    try {
      return batch.read(List.copyOf(sent.keySet()), call(sent));
    } catch (RuntimeException thrown) {
      // Or nobody would be asked any more.
      return Future.failedFuture(thrown);
    }
  }

  /// A server that is away, late or full is so for every key.
  private static boolean isOfAKey(Throwable thrown) {
    return !(thrown instanceof BusFailure failure)
        || failure.kind() == FailureKind.INTERNAL
        || failure.kind() == FailureKind.INVALID;
  }

  /// Waits as long as the most patient of them, in the name of the first.
  private Call call(Map<K, Waiting<R>> sent) {
    var calls = sent.values().stream().flatMap(one -> one.calls.stream()).toList();
    var latest = calls.stream().map(Call::deadline).reduce(CoalescedReads::later).orElseThrow();
    return new Call(latest, calls.getFirst().trace());
  }

  private static Deadline later(Deadline one, Deadline other) {
    return one.nanos() - other.nanos() > 0 ? one : other;
  }
}
