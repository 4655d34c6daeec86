/// Payments: money is asked for, and people are checked, by others over HTTP.
///
/// **Doors in.** [PaymentsPort]. **Doors out.** A payment gateway and a checking service, each
/// behind a circuit breaker of its own; [SandboxGateway] is both where there are none. **Threads.**
/// Event loop, any number of instances; they share connections and breakers, which are safe for
/// that. **Knows.** bus. **Known by.** customers, the launcher.
@CheckReturnValue
package dev.peregrine.payments;

import com.google.errorprone.annotations.CheckReturnValue;
