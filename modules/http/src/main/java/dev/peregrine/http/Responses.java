package dev.peregrine.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// The answers that one node keeps ready, kind by kind. Safe on any thread.
public final class Responses {

  private final ResponsesConfig config;
  private final ResponseStats stats;
  private final List<ReadyAnswers<?>> kinds = new CopyOnWriteArrayList<>();

  /// Makes a node without any.
  ///
  /// @param config their bound
  /// @param stats told what happens
  public Responses(ResponsesConfig config, ResponseStats stats) {
    this.config = config;
    this.stats = stats;
  }

  /// Declares a kind of answers.
  ///
  /// @param kind a name for the figures
  /// @param maker makes an answer from the entity inside; always the same from the same
  public <T extends Record> ReadyAnswers<T> kind(String kind, Function<T, Answer> maker) {
    var made = new ReadyAnswers<>(kind, maker, config, stats);
    kinds.add(made);
    return made;
  }

  /// Returns what each kind holds.
  public List<ResponseFigures> figures() {
    return kinds.stream().map(ReadyAnswers::figures).toList();
  }
}
