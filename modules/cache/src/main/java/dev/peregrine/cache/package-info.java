/// The cache: remembers answers in this process (near, Caffeine) and in Redis (far).
///
/// **Doors.** [Caches], a node's regions; [Cache], one region, typed; [CachePort], the same for bus
/// consumers; [CacheVerticle], which talks to Redis, one instance an event loop. **Threads.** A
/// near hit is answered on the caller's thread without a message; everything else comes back on the
/// caller's context. **Knows.** bus. **Known by.** http, customers, observability (its figures).
@CheckReturnValue
package dev.peregrine.cache;

import com.google.errorprone.annotations.CheckReturnValue;
