/// Records as JSON: a class for each is generated when its codec is made.
package dev.peregrine.cache.internal.json;
