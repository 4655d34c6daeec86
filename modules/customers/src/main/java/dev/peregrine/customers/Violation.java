package dev.peregrine.customers;

/// One thing that is wrong with what was asked.
///
/// @param field which member of the question
/// @param code a word for programs, as in `malformed`
/// @param detail a sentence for people, which repeats nothing of the question
public record Violation(String field, String code, String detail) {}
