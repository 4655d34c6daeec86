package dev.peregrine.observability;

import io.vertx.core.Future;
import java.util.function.Supplier;

/// Asks one dependency how it is.
public interface HealthCheck {

  /// Returns what is asked: one lower-case word, as in `postgres`.
  String name();

  /// Asks. Called on any thread; must not block. A failure, a throw or no answer in time count as
  /// down.
  Future<HealthState> check();

  /// Returns a check made of a name and a question.
  ///
  /// @param name what is asked
  /// @param question asks
  static HealthCheck of(String name, Supplier<Future<HealthState>> question) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Future<HealthState> check() {
        return question.get();
      }
    };
  }
}
