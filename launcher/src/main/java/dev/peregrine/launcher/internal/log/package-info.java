/// How the log is written.
///
/// **Doors.** [LineEncoder], which conf/logging.xml names; [Logs], the log as a whole. **Threads.**
/// Records are written by the thread behind the queue, one at a time.
@CheckReturnValue
package dev.peregrine.launcher.internal.log;

import com.google.errorprone.annotations.CheckReturnValue;
