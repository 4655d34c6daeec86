/// How the two tiers are kept, filled and made to forget.
package dev.peregrine.cache.internal;
