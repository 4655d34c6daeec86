/// The command line: what people type, turned into requests to the [Application].
///
/// **Doors.** [Cli] parses and runs; [Application] is what it runs. **Threads.** The main thread;
/// [StopSignal] is set from the thread that the runtime starts on Ctrl-C.
@CheckReturnValue
package dev.peregrine.launcher.internal.cli;

import com.google.errorprone.annotations.CheckReturnValue;
