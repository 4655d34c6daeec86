/// The cluster: this node among others, and N nodes on one machine.
///
/// **Doors.** [ClusterConfig], its knobs; [Membership], this node's place; [NodeProcesses], what
/// the command `cluster` runs. **Threads.** Starting and stopping block the main thread; a virtual
/// thread for each child process reads what it says.
@CheckReturnValue
package dev.peregrine.launcher.internal.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
