/// The clients of the load driver, what they ask and what they note down.
package dev.peregrine.perf.internal;
