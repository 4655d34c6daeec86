/// What the launcher runs.
@CheckReturnValue
package dev.peregrine.launcher.internal;

import com.google.errorprone.annotations.CheckReturnValue;
