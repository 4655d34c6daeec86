package dev.peregrine.persistence;

/// The database cannot be used as it is; the message says which, why, and what to do.
public final class MigrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MigrationException(String message) {
    super(message);
  }

  MigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
