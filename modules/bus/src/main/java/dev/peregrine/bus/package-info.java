/// The bus: how rooms ask each other questions and tell each other facts.
///
/// **Doors.** [Bus], with the four verbs ask, tell, answer and listen; [Address] and [Topic], which
/// rooms declare; [Call], which travels beside every question; [BusFailure], the only failure that
/// crosses rooms. **Threads.** Any context; answers come back on the asker's. **Knows.** Nobody.
/// **Known by.** Every room.
@CheckReturnValue
package dev.peregrine.bus;

import com.google.errorprone.annotations.CheckReturnValue;
