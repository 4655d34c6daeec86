package dev.peregrine.customers.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.customers.internal.BulkPort.FoundImport;
import dev.peregrine.customers.internal.BulkPort.Policy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Where the stores answer who goes on with imports when their clients have been answered.
public final class ImportWorkPort {

  /// Hands an import whose lines all wait to whoever is free.
  public static final Address<HandOver, FoundImport> HAND_OVER =
      new Address<>("customers.importHandOver", HandOver.class, FoundImport.class);

  /// Takes an import that was handed over, and that nobody is at.
  public static final Address<Claim, Claimed> CLAIM =
      new Address<>("customers.importClaim", Claim.class, Claimed.class);

  /// Writes the next lines that wait, in one statement.
  public static final Address<WriteNext, NextWritten> WRITE_NEXT =
      new Address<>("customers.importNext", WriteNext.class, NextWritten.class);

  /// Ends an import of which no line waits.
  public static final Address<Finish, Finished> FINISH =
      new Address<>("customers.importFinish", Finish.class, Finished.class);

  /// Lets an import go, for another node to go on with.
  public static final Address<LetGo, LetGo> LET_GO =
      new Address<>("customers.importLetGo", LetGo.class, LetGo.class);

  /// Says which imports are alive, and gives up those of which nobody says so.
  public static final Address<Tend, Tended> TEND =
      new Address<>("customers.importTend", Tend.class, Tended.class);

  /// Sweeps away some of what nobody needs any more.
  public static final Address<Sweep, Swept> SWEEP =
      new Address<>("customers.importSweep", Sweep.class, Swept.class);

  private ImportWorkPort() {}

  /// Asks somebody to go on.
  ///
  /// @param importId with which import
  /// @param policy what to do with known addresses
  /// @param atomic whether all is written or nothing
  public record HandOver(UUID importId, Policy policy, boolean atomic) {}

  /// Asks for an import to go on with.
  public record Claim() {}

  /// Gives one.
  ///
  /// @param work nothing, if none waits
  public record Claimed(Optional<Work> work) {}

  /// An import whose lines wait.
  ///
  /// @param importId which
  /// @param policy what to do with known addresses
  /// @param atomic whether all is written or nothing
  /// @param attempts how often it was taken since something was written
  public record Work(UUID importId, Policy policy, boolean atomic, int attempts) {}

  /// Asks for the writing of the next lines.
  ///
  /// @param importId of which import
  /// @param policy what to do with known addresses
  /// @param limit how many at most
  public record WriteNext(UUID importId, Policy policy, int limit) {}

  /// Tells what was written.
  ///
  /// @param taken how many lines do not wait any more
  /// @param changed which customers are not new and have changed
  /// @param duplicate the line at which the import ends, as its policy asks
  public record NextWritten(long taken, List<Long> changed, OptionalLong duplicate) {

    /// Copies.
    public NextWritten {
      changed = List.copyOf(changed);
    }
  }

  /// Asks for the end.
  ///
  /// @param importId of which import
  public record Finish(UUID importId) {}

  /// Tells whether it has ended.
  ///
  /// @param over false: somebody else is at it
  public record Finished(boolean over) {}

  /// Lets go, or tells that it is done.
  ///
  /// @param importId which import
  public record LetGo(UUID importId) {}

  /// Says who is alive.
  ///
  /// @param running imports whose lines arrive
  public record Tend(List<UUID> running) {

    /// Copies.
    public Tend {
      running = List.copyOf(running);
    }
  }

  /// Tells what became of the others.
  ///
  /// @param givenUp how many had died
  public record Tended(long givenUp) {}

  /// Asks for the sweeping away of lines whose import has ended, and of imports that ended long ago
  /// with what was wrong with them.
  ///
  /// @param keptForSeconds how long ago that is
  public record Sweep(long keptForSeconds) {}

  /// Tells what is left.
  ///
  /// @param more whether something was swept away, so that there may be more
  public record Swept(boolean more) {}
}
