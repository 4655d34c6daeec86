/// Embedded: real servers for a machine that has none.
///
/// **Doors.** [EmbeddedPostgres] and [EmbeddedRedis], each a process of its own, and [Mailbox], an
/// SMTP server in this JVM that keeps what it is sent. What cannot start says so with an
/// [EmbeddedServerException]: what, where, what to do. **Threads.** Everything blocks: never call
/// it on an event loop. Safe on any other thread. **Knows.** Nobody. **Known by.** launcher,
/// testkit.
@CheckReturnValue
package dev.peregrine.embedded;

import com.google.errorprone.annotations.CheckReturnValue;
