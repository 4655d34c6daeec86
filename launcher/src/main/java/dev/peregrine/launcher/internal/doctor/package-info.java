/// The doctor: looks at the machine, one small [Check] for each thing that must hold.
///
/// **Doors.** [Checks] lists them. **Threads.** The main thread; every look is bounded, at most a
/// few seconds.
@CheckReturnValue
package dev.peregrine.launcher.internal.doctor;

import com.google.errorprone.annotations.CheckReturnValue;
