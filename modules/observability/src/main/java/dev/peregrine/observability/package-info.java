/// Observability: what the house is doing, for operators and their machines.
///
/// **Doors.** [Telemetry], the meters and who must be told to fill them; [Health] with its
/// [HealthCheck]s, what a node says of itself; [OpsRoutes], which serve both on the operators'
/// port; [ConsoleRoutes], the page that shows all; [ProfileRoutes], profiles of the live process.
/// **Threads.** All are safe on any thread. **Knows.** bus, http. **Known by.** launcher.
@CheckReturnValue
package dev.peregrine.observability;

import com.google.errorprone.annotations.CheckReturnValue;
