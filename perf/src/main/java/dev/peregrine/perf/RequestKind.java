package dev.peregrine.perf;

/// What a client of the service may want, how often, and which answers are right.
public enum RequestKind {
  /// One customer, by id.
  FIND("GET one", 70, 200),
  /// A list by page number.
  PAGE("GET page", 10, 200),
  /// A list from a cursor on.
  WINDOW("GET cursor", 5, 200),
  /// A new customer.
  REGISTER("POST", 10, 201),
  /// A customer changed, unless somebody else was faster: then 412 is the right answer.
  REPLACE("PUT If-Match", 5, 200);

  private final String label;
  private final int percent;
  private final int rightStatus;

  RequestKind(String label, int percent, int rightStatus) {
    this.label = label;
    this.percent = percent;
    this.rightStatus = rightStatus;
  }

  /// Returns its name for people.
  public String label() {
    return label;
  }

  /// Returns its share of the mix; the shares add up to 100.
  public int percent() {
    return percent;
  }

  /// Tells whether a status is a right answer.
  ///
  /// @param status of an answer
  public boolean expects(int status) {
    return status == rightStatus || (this == REPLACE && status == 412);
  }

  /// Returns the kind at a place of the mix.
  ///
  /// @param place from 0 to 99
  public static RequestKind at(int place) {
    var end = 0;
    for (var kind : values()) {
      end += kind.percent;
      if (place < end) {
        return kind;
      }
    }
    throw new IllegalArgumentException("place: " + place + " (expected: 0 to 99)");
  }
}
