/// The edge: speaks HTTP for all rooms and knows no customer.
///
/// **Doors.** [Routes], which rooms bring, made of [Route] and [Endpoint]; [Request] with its
/// [Fields] and [Answer], between which an endpoint stands; [Rejection], which says no;
/// [HttpVerticle] and [HttpEdge] to deploy; [HttpConfig], its knobs; [HttpStats], told about every
/// request. **Threads.** Event loop, one instance each; nothing is shared between instances but
/// what routes share themselves. **Knows.** bus. **Known by.** Rooms with routes, observability,
/// launcher.
@CheckReturnValue
package dev.peregrine.http;

import com.google.errorprone.annotations.CheckReturnValue;
