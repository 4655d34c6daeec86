/// Perf: load on a running service, over HTTP like everybody else.
///
/// **Doors.** [LoadDriver] puts load on, as its [LoadPlan] says; [LoadResult] is what came of it,
/// and [ResultPage] writes results down. **Threads.** One event loop of its own. **Knows.** Nobody:
/// the service is another process. **Known by.** Nobody.
@CheckReturnValue
package dev.peregrine.perf;

import com.google.errorprone.annotations.CheckReturnValue;
