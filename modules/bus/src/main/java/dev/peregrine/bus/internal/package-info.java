/// How the bus carries records.
package dev.peregrine.bus.internal;
