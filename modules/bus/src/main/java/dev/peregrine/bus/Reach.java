package dev.peregrine.bus;

/// How far the messages of an address travel.
public enum Reach {
  /// They stay in this process: how a room is made inside is nobody's business.
  NODE,
  /// They reach other nodes and other programs too, there as JSON: a contract, shown by the
  /// AsyncAPI document.
  CLUSTER
}
