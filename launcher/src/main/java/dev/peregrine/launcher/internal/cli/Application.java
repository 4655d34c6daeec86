package dev.peregrine.launcher.internal.cli;

import java.net.URI;

/// What the commands run: the house, put together elsewhere.
///
/// Methods are called on the main thread and return when the work is done. They throw
/// [UnavailableException] when something they need is away; anything else thrown is a fault.
///
/// @param <C> the root record of the configuration
public interface Application<C extends Record> {

  /// Returns the configuration that holds where nobody has set anything.
  C defaults();

  /// Returns where a service with this configuration is, seen from this machine.
  ///
  /// @param config its configuration
  URI service(C config);

  /// Returns where the operators' port of a service with this configuration is, seen from this
  /// machine.
  ///
  /// @param config its configuration
  URI operators(C config);

  /// Runs the service until it is asked to stop, then drains and closes it.
  ///
  /// @param request with what, and until when
  /// @throws Exception if it cannot start or stop
  void run(RunRequest<C> request) throws Exception;

  /// Writes demo data, the same for the same request.
  ///
  /// @param request how much, and where to
  /// @throws Exception if it cannot be written
  void seed(SeedRequest<C> request) throws Exception;

  /// Runs several nodes on this machine until it is asked to stop, then drains and ends them.
  ///
  /// @param request how many, with what, and until when
  /// @throws Exception if they cannot start or stop
  void cluster(ClusterRequest<C> request) throws Exception;
}
