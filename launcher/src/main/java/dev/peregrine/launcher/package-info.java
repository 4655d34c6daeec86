/// The launcher: puts the house together and locks it up again.
///
/// **Doors.** [Main], the command line. **Threads.** The main thread runs a command; what the
/// command starts has threads of its own. **Knows.** Every room. **Known by.** Nobody.
@CheckReturnValue
package dev.peregrine.launcher;

import com.google.errorprone.annotations.CheckReturnValue;
