/// How servers for tests are chosen and started.
package dev.peregrine.testkit.internal;
