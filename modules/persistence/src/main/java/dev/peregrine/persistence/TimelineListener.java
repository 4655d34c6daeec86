package dev.peregrine.persistence;

/// Told on which timeline the primary is: which history of the database is the true one.
@FunctionalInterface
public interface TimelineListener {

  /// It was seen for the first time, or another one took over.
  ///
  /// @param timeline grows with every promotion
  /// @param failedOver whether this process has used a former one: what was committed last there
  ///   may never have happened
  void seen(int timeline, boolean failedOver);
}
