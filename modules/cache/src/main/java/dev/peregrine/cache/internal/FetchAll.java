package dev.peregrine.cache.internal;

import dev.peregrine.bus.Address;
import java.util.List;

/// Asks the cache verticle for keys that this process's memory does not have.
///
/// @param region which region
/// @param keys some of its keys, each once
public record FetchAll(Region<?, ?> region, List<?> keys) {

  /// Where the cache verticle answers; inside the room only.
  public static final Address<FetchAll, FetchedAll> ADDRESS =
      new Address<>("cache.gather", FetchAll.class, FetchedAll.class);

  /// Copies.
  public FetchAll {
    keys = List.copyOf(keys);
  }

  /// What a fetch of many keys brought.
  ///
  /// @param each in the order of the keys; what the far tier had is there even when the source
  ///   failed
  public record FetchedAll(List<Outcome> each) {

    /// Copies.
    public FetchedAll {
      each = List.copyOf(each);
    }
  }

  /// What became of one key.
  public sealed interface Outcome {

    /// It was fetched.
    ///
    /// @param fetched what was fetched
    record Brought(Fetched fetched) implements Outcome {}

    /// It was not.
    ///
    /// @param why the reason
    record Failed(Throwable why) implements Outcome {}
  }
}
