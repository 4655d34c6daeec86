/// Customers: who they are, how they join and what they order.
///
/// **Doors in.** [CustomersPort], `/api/v1/customers` through [CustomersRoutes]. **Doors out.**
/// [CustomersPort#REGISTERED]; a welcome mail, through the outbox. **Threads.** Event loop, any
/// number of instances; no state is shared between them. **Knows.** bus, cache, persistence, http,
/// payments. **Known by.** the launcher.
@CheckReturnValue
package dev.peregrine.customers;

import com.google.errorprone.annotations.CheckReturnValue;
