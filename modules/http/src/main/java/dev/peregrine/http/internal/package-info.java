/// How a request is read, routed, refused and answered.
@CheckReturnValue
package dev.peregrine.http.internal;

import com.google.errorprone.annotations.CheckReturnValue;
