/// Notifications: tells people by mail what happened.
///
/// **Doors in.** The outbox's lane [NotificationsVerticle#LANE]: whoever appends there sends mail.
/// **Doors out.** SMTP. **Threads.** One worker context, never blocked; [NotificationsStats] is
/// told there. **Knows.** bus, persistence (its outbox). **Known by.** observability (its figures).
@CheckReturnValue
package dev.peregrine.notifications;

import com.google.errorprone.annotations.CheckReturnValue;
