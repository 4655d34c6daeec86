/// How figures are gathered.
@CheckReturnValue
package dev.peregrine.observability.internal;

import com.google.errorprone.annotations.CheckReturnValue;
