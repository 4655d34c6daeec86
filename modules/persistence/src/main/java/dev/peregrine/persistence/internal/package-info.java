/// How the pools are set up.
package dev.peregrine.persistence.internal;
