/// Testkit: what every room's tests need, at test scope only.
///
/// **Doors.** [Servers], a Postgres and a Redis for all tests of a JVM; [Awaiting], which waits for
/// a future. **Threads.** Everything blocks the test's own thread. **Knows.** bus, embedded.
/// **Known by.** Every room's tests.
@CheckReturnValue
package dev.peregrine.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
