package dev.peregrine.payments;

/// What the sandbox has done so far.
///
/// @param charges payments that stand: authorised and not released
/// @param declined keys that were declined
/// @param released keys that were released
/// @param repeats questions whose key was known already, which charged nothing
/// @param asked requests of any kind
public record SandboxFigures(
    long charges, long declined, long released, long repeats, long asked) {}
