package dev.peregrine.customers.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Topic;
import dev.peregrine.customers.ChangeCustomer;
import dev.peregrine.customers.ChangeOutcome;
import dev.peregrine.customers.FindCustomer;
import dev.peregrine.customers.FindOutcome;
import dev.peregrine.customers.RegisterCustomer;
import dev.peregrine.customers.RegisterOutcome;
import dev.peregrine.customers.RemoveCustomer;
import dev.peregrine.customers.RemoveOutcome;
import java.util.UUID;

/// Where the stores answer the room's own use cases: the same questions, after the rules and before
/// the cache. Orders are at [OrderPort].
public final class StorePort {

  /// Reads a customer from Postgres.
  public static final Address<FindCustomer, FindOutcome> LOAD =
      new Address<>("customers.load", FindCustomer.class, FindOutcome.class);

  /// Looks whether an address is in use.
  public static final Address<FindEmail, EmailUse> EMAIL =
      new Address<>("customers.email", FindEmail.class, EmailUse.class);

  /// Writes a new customer and the welcome mail.
  public static final Address<Insert, RegisterOutcome> INSERT =
      new Address<>("customers.insert", Insert.class, RegisterOutcome.class);

  /// The same with an idempotency key.
  public static final Address<Insert, RegisterOutcome> INSERT_ONCE =
      new Address<>("customers.insertonce", Insert.class, RegisterOutcome.class);

  /// Writes a change.
  public static final Address<Update, ChangeOutcome> UPDATE =
      new Address<>("customers.update", Update.class, ChangeOutcome.class);

  /// Deletes a customer and their orders.
  public static final Address<Delete, RemoveOutcome> DELETE =
      new Address<>("customers.delete", Delete.class, RemoveOutcome.class);

  /// Forgets old idempotency keys.
  public static final Address<SweepKeys, KeysSwept> SWEEP =
      new Address<>("customers.sweep", SweepKeys.class, KeysSwept.class);

  /// Notes on which timeline the database is, and makes caches forget when it is a new one.
  public static final Address<SeenTimeline, Forgetting> TIMELINE =
      new Address<>("customers.timeline", SeenTimeline.class, Forgetting.class);

  /// Carries over into totals and marks who came to and left the lists.
  public static final Address<FoldMoves, MovesFolded> FOLD =
      new Address<>("customers.fold", FoldMoves.class, MovesFolded.class);

  /// Cuts a mark that has grown.
  public static final Address<CutMark, MarkCut> CUT =
      new Address<>("customers.cut", CutMark.class, MarkCut.class);

  /// Gives back the room of what was carried over.
  public static final Address<TidyMoves, TidyMoves> TIDY =
      new Address<>("customers.tidy", TidyMoves.class, TidyMoves.class);

  /// Told by whoever evicted after a commit, when every node will learn of it.
  public static final Topic<Forgotten> FORGOTTEN =
      new Topic<>("customers.forgotten", Forgotten.class);

  private StorePort() {}

  /// Asks for the writing of a new customer.
  ///
  /// @param question who
  /// @param row id of the row that tells caches, if the asker does not
  public record Insert(RegisterCustomer question, UUID row) {}

  /// Asks for the writing of a change.
  ///
  /// @param question who, and how
  /// @param row id of the row that tells caches, if the asker does not
  public record Update(ChangeCustomer question, UUID row) {}

  /// Asks for a removal.
  ///
  /// @param question who
  /// @param row id of the row that tells caches, if the asker does not
  public record Delete(RemoveCustomer question, UUID row) {}

  /// Tells that caches have been told of a change.
  ///
  /// @param row id of the row that is of no use any more
  public record Forgotten(UUID row) {}

  /// Asks whether somebody has an address.
  ///
  /// @param email the address, in any case
  public record FindEmail(String email) {}

  /// Tells whether somebody has it.
  ///
  /// @param taken whether
  public record EmailUse(boolean taken) {}

  /// Asks to forget keys older than 24 hours.
  ///
  /// @param limit how many at most
  public record SweepKeys(int limit) {}

  /// Tells how many are forgotten.
  ///
  /// @param count how many
  public record KeysSwept(int count) {}

  /// Tells that the primary was seen on a timeline.
  ///
  /// @param timeline which
  /// @param failedOver whether the asker has used a former one
  public record SeenTimeline(int timeline, boolean failedOver) {}

  /// Tells what follows from it.
  ///
  /// @param everything whether caches shall forget everything
  public record Forgetting(boolean everything) {}

  /// Asks to carry moves over.
  ///
  /// @param most how many at most
  public record FoldMoves(int most) {}

  /// Tells what was done.
  ///
  /// @param moves carried over; none if another node is at it
  public record MovesFolded(int moves) {}

  /// Asks to cut a mark.
  ///
  /// @param most customers to read for it, at least `size + 1`; no mark is cut while more moves
  ///   wait
  /// @param size customers from a mark to the next; cut is what has more than twice as many
  public record CutMark(int most, int size) {}

  /// Tells what was done.
  ///
  /// @param cut whether one was cut; not if another node is at it
  public record MarkCut(boolean cut) {}

  /// Asks for the room of what was carried over; also the answer.
  public record TidyMoves() {}
}
