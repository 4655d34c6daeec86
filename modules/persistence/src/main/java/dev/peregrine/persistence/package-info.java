/// Persistence: asks Postgres, and keeps promises across a crash.
///
/// **Doors.** [Database], which runs a [Statement] on the pool that its [Purpose] names; [Store]
/// and [PersistenceVerticle], which put the rooms' SQL on the bus; [Outbox], with [OutboxPort], for
/// facts that must survive a crash; [Migrations]; [DatabaseInsight], which looks for what is slow.
/// **Threads.** Any context; results come back on the caller's. [Migrations] blocks. **Knows.**
/// bus. **Known by.** customers, notifications (its outbox), observability (its figures).
@CheckReturnValue
package dev.peregrine.persistence;

import com.google.errorprone.annotations.CheckReturnValue;
