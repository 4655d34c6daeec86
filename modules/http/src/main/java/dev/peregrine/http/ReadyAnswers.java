package dev.peregrine.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.peregrine.http.ResponseStats.Event;
import java.util.function.Function;

/// Answers of one kind, each kept beside the entity that it was made from: it is found by that very
/// object, and gone with it.
///
/// So nothing has to be invalidated here: an answer can be given only to who holds the entity
/// already, and whoever decides that the entity may be shown, the entity's own cache, has decided
/// the same for the answer. Safe on any thread; a hit asks nobody and copies nothing.
///
/// @param <T> the entity's type, immutable
public final class ReadyAnswers<T extends Record> {

  /// The body itself, and as often again as there are codings; none makes a text longer by more
  /// than the slack.
  private static final int COPIES = 4;

  private static final int SLACK_BYTES = 128;

  private final String kind;
  private final Function<T, Answer> maker;
  private final ResponseStats stats;
  private final Cache<T, Answer> answers;

  ReadyAnswers(
      String kind, Function<T, Answer> maker, ResponsesConfig config, ResponseStats stats) {
    this.kind = kind;
    this.maker = maker;
    this.stats = stats;
    this.answers =
        Caffeine.newBuilder()
            .weakKeys()
            .maximumWeight(config.maxBytes())
            .weigher((T entity, Answer answer) -> weight(answer))
            .evictionListener((entity, answer, cause) -> dropped(cause))
            .executor(Runnable::run)
            .build();
  }

  /// Returns the answer that shows an entity, made when it is first asked for.
  ///
  /// @param entity as its cache hands it out; another object with the same content has another
  ///   answer
  public Answer of(T entity) {
    var ready = answers.getIfPresent(entity);
    if (ready != null) {
      stats.count(kind, Event.HIT);
      return ready;
    }
    return answers.get(entity, this::make);
  }

  /// Returns what is held.
  ResponseFigures figures() {
    var policy = answers.policy().eviction().orElseThrow();
    return new ResponseFigures(
        kind, answers.estimatedSize(), policy.weightedSize().orElse(0), policy.getMaximum());
  }

  private Answer make(T entity) {
    stats.count(kind, Event.MADE);
    return maker.apply(entity);
  }

  private void dropped(RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      stats.count(kind, Event.DROPPED);
    }
  }

  private static int weight(Answer answer) {
    var body = answer.body();
    var length = body == null ? 0 : body.length();
    return COPIES * (length + length / 128 + SLACK_BYTES);
  }
}
