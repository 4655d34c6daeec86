/// How server binaries are unpacked, started, found again and stopped.
package dev.peregrine.embedded.internal;
