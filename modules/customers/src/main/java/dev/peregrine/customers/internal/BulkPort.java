package dev.peregrine.customers.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// Where the stores answer imports and exports.
public final class BulkPort {

  /// Begins an import.
  public static final Address<Begin, Begun> BEGIN =
      new Address<>("customers.importBegin", Begin.class, Begun.class);

  /// Goes on with an import that broke off.
  public static final Address<Resume, Resumed> RESUME =
      new Address<>("customers.importResume", Resume.class, Resumed.class);

  /// Writes a chunk of an import, and what became of it, in one statement.
  public static final Address<Chunk, Written> WRITE =
      new Address<>("customers.importWrite", Chunk.class, Written.class);

  /// Writes all that waits of an atomic import, in one statement.
  public static final Address<Merge, Written> MERGE =
      new Address<>("customers.importMerge", Merge.class, Written.class);

  /// Gives an import up.
  public static final Address<GiveUp, GivenUp> GIVE_UP =
      new Address<>("customers.importGiveUp", GiveUp.class, GivenUp.class);

  /// Tells how far an import is.
  public static final Address<FindImport, FoundImport> FIND =
      new Address<>("customers.importFind", FindImport.class, FoundImport.class);

  /// Lists what was wrong with the lines of an import.
  public static final Address<ListRefusals, RefusalList> REFUSALS =
      new Address<>("customers.importRefusals", ListRefusals.class, RefusalList.class);

  /// Reads the next rows of an export.
  public static final Address<ExportRows, ExportedRows> EXPORT =
      new Address<>("customers.export", ExportRows.class, ExportedRows.class);

  private BulkPort() {}

  /// What to do with a line whose address a customer has already, or an earlier line.
  public enum Policy {
    /// The customer stays as they are.
    SKIP,
    /// The customer becomes what the line says.
    UPDATE,
    /// The import ends there.
    FAIL
  }

  /// A line that can be written.
  ///
  /// @param number where it stands, from 1
  /// @param name a valid name
  /// @param email a valid address
  /// @param type the word for a kind
  public record Line(long number, String name, String email, String type) {}

  /// One thing that is wrong with a line.
  ///
  /// @param line where it stands, from 1
  /// @param field which member; empty: the line itself
  /// @param code a word for programs
  /// @param message a sentence for people, which repeats nothing of the line
  public record Refusal(long line, String field, String code, String message) {}

  /// Asks for the beginning of an import.
  ///
  /// @param id its id
  /// @param waitingAtMost it does not begin if so many wait already; 0: whatever waits
  /// @param resumable whether another sender may go on with it
  /// @param format of its lines, `ndjson` or `csv`
  /// @param policy what to do with known addresses
  /// @param caller whose it is
  public record Begin(
      UUID id, int waitingAtMost, boolean resumable, String format, Policy policy, String caller) {}

  /// Tells whether it has begun.
  ///
  /// @param sender as whom its chunks are sent; nothing: too many wait, or there is one with this
  ///   id
  public record Begun(OptionalInt sender) {}

  /// How far the lines of an import are settled: written, or told what is wrong with them.
  ///
  /// @param lines how many
  /// @param bytes where the next line begins, from 0
  public record Mark(long lines, long bytes) {

    static final Mark START = new Mark(0, 0);
  }

  /// Who sends a chunk, and from where to where it reaches.
  ///
  /// @param sender the how manieth that is at the import, from 1; 0: whoever is
  /// @param settledLines so many lines must be settled before it, or nothing is written; empty:
  ///   however many are
  /// @param mark how far lines are settled with it
  /// @param columns of a table, whoever goes on with it must know them
  public record Sent(int sender, OptionalLong settledLines, Mark mark, List<String> columns) {

    static Sent nothingBy(int sender) {
      return new Sent(sender, OptionalLong.empty(), Mark.START, List.of());
    }

    /// Copies.
    public Sent {
      columns = List.copyOf(columns);
    }
  }

  /// Asks to go on with an import, in place of whoever is at it.
  ///
  /// @param importId with which import
  /// @param bytes where what is sent begins; nothing is done unless lines are settled just as far
  /// @param caller who asks
  public record Resume(UUID importId, long bytes, String caller) {}

  /// Tells how an import stands that is to be gone on with.
  ///
  /// @param found nothing, if there is no such import
  /// @param own whether it is the asker's
  /// @param going what is needed to go on; nothing, if that cannot be
  public record Resumed(Optional<Progress> found, boolean own, Optional<Going> going) {}

  /// What is needed to go on with an import.
  ///
  /// @param sender who goes on
  /// @param manner how it was asked for
  /// @param columns of a table
  /// @param kept how many refusals are kept so far
  public record Going(int sender, Manner manner, List<String> columns, long kept) {

    /// Copies.
    public Going {
      columns = List.copyOf(columns);
    }
  }

  /// Asks for the writing of a chunk.
  ///
  /// @param importId of which import
  /// @param policy what to do with known addresses
  /// @param waits whether the lines only wait for [#MERGE]
  /// @param lines what can be written
  /// @param refusals what is wrong with other lines
  /// @param received how many lines there were
  /// @param rejected how many of them have a refusal
  /// @param state of the import after this chunk: `running`, `done` or `failed`
  /// @param sent by whom, and how far it reaches
  public record Chunk(
      UUID importId,
      Policy policy,
      boolean waits,
      List<Line> lines,
      List<Refusal> refusals,
      long received,
      long rejected,
      String state,
      Sent sent) {

    /// Copies.
    public Chunk {
      lines = List.copyOf(lines);
      refusals = List.copyOf(refusals);
    }

    /// Returns what notes that lines which were received before end at a known address.
    static Chunk endedAt(UUID importId, long line, int sender) {
      var refusals = List.of(ImportAnswers.taken(line));
      return new Chunk(
          importId, Policy.FAIL, true, List.of(), refusals, 0, 1, "failed", Sent.nothingBy(sender));
    }
  }

  /// Asks for the writing of all that waits.
  ///
  /// @param importId of which import
  /// @param policy what to do with known addresses
  public record Merge(UUID importId, Policy policy) {}

  /// Tells what was written.
  ///
  /// @param imported how many customers are new
  /// @param changed which customers are not new and have changed
  /// @param duplicate the line at which the import ended, as its policy asks; it and those behind
  ///   it are not written
  public record Written(long imported, List<Long> changed, OptionalLong duplicate) {

    /// Copies.
    public Written {
      changed = List.copyOf(changed);
    }
  }

  /// Asks for the end of an import that failed.
  ///
  /// @param importId which
  /// @param sender who gives it up; nothing is done if another is at it, or if it was handed over;
  ///   0: whoever it was handed over to
  public record GiveUp(UUID importId, int sender) {}

  /// Tells that it has ended.
  public record GivenUp() {}

  /// Asks how far an import is.
  ///
  /// @param importId which
  public record FindImport(UUID importId) {}

  /// Tells how far it is.
  ///
  /// @param found nothing, if there is no such import
  public record FoundImport(Optional<Progress> found) {}

  /// How far an import is, as of its last whole chunk.
  ///
  /// @param id which
  /// @param state `running`, `done` or `failed`
  /// @param counts what became of its lines
  /// @param startedAt when it began
  /// @param updatedAt when its last chunk was written
  /// @param settled from where it can be gone on with; nothing, if it cannot be
  /// @param manner how it was asked for; nothing, if it began before that was noted
  public record Progress(
      UUID id,
      String state,
      ImportCounts counts,
      Instant startedAt,
      Instant updatedAt,
      Optional<Mark> settled,
      Optional<Manner> manner) {

    boolean ended() {
      return !state.equals("running");
    }
  }

  /// How an import is asked for.
  ///
  /// @param format of its lines, `ndjson` or `csv`
  /// @param policy what to do with known addresses
  public record Manner(String format, Policy policy) {}

  /// Asks for refusals in the order of their lines.
  ///
  /// @param importId of which import
  /// @param after the place of the last one that is known
  /// @param limit how many at most
  public record ListRefusals(UUID importId, RefusalPlace after, int limit) {}

  /// Where a refusal stands.
  ///
  /// @param line of the import
  /// @param place within the line
  public record RefusalPlace(long line, int place) {}

  /// Lists refusals.
  ///
  /// @param refusals in order
  /// @param last the place of the last one
  public record RefusalList(List<Refusal> refusals, RefusalPlace last) {

    /// Copies.
    public RefusalList {
      refusals = List.copyOf(refusals);
    }
  }

  /// Asks for rows in the order of their ids.
  ///
  /// @param filter which customers
  /// @param afterId the id of the last row that is known
  /// @param limit how many at most
  public record ExportRows(CustomerFilter filter, long afterId, int limit) {}

  /// Gives rows.
  ///
  /// @param rows in order
  public record ExportedRows(List<CustomerSummary> rows) {

    /// Copies.
    public ExportedRows {
      rows = List.copyOf(rows);
    }
  }
}
