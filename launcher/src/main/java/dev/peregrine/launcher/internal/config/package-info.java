/// Configuration: one tree of records, filled from files, environment and command line.
///
/// **Doors.** [ConfigLoader], given [Sources], makes a [Loaded] or throws a [ConfigException] that
/// lists everything that is wrong. **Threads.** Any; it blocks on files, so never an event loop.
@CheckReturnValue
package dev.peregrine.launcher.internal.config;

import com.google.errorprone.annotations.CheckReturnValue;
