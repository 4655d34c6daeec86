/// Testkit: what every room's tests need, at test scope only.
///
/// **Doors.** [Servers], a Postgres and a Redis for all tests of a JVM; [OwnServers], those of one
/// test; [Sql], a look into one; [BusProbe], a bus to ask on and to overhear; [TestVertx], a Vert.x
/// whose troubles fail the test; [Awaiting], which waits for a future; [ScriptedSmtp], a mail
/// server that fails on demand; [OtherJvm], a program in a JVM of its own. **Threads.** Everything
/// blocks the test's own thread. **Knows.** bus, embedded. **Known by.** Every room's tests.
@CheckReturnValue
package dev.peregrine.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
