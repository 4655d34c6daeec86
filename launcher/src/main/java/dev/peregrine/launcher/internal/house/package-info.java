/// The house: which rooms there are, how they are joined, and in which order they open and close.
package dev.peregrine.launcher.internal.house;
