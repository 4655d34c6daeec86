package dev.peregrine.http;

/// One thing that is wrong with a request, and where.
///
/// @param place which part of the request
/// @param name a JSON pointer, or the name of a parameter or header
/// @param code a word for programs: `missing`, `null`, `wrong-type`, `too-short`, `too-long`,
///   `too-small`, `too-large`, `not-allowed`, `control-character`, `unknown`, `repeated`,
///   `malformed`
/// @param detail a sentence for people; never repeats what the client sent
public record FieldError(Place place, String name, String code, String detail) {

  /// A part of a request.
  public enum Place {
    /// In the body.
    POINTER("pointer"),
    /// In the path or the query.
    PARAMETER("parameter"),
    /// In the head.
    HEADER("header");

    private final String member;

    Place(String member) {
      this.member = member;
    }

    /// Returns the member of the problem document that carries the name.
    public String member() {
      return member;
    }
  }

  /// Returns an error in the body.
  ///
  /// @param field name of a member of the body's object; empty: the body itself
  /// @param code a word for programs
  /// @param detail a sentence for people
  public static FieldError field(String field, String code, String detail) {
    var pointer = field.isEmpty() ? "" : "/" + field.replace("~", "~0").replace("/", "~1");
    return new FieldError(Place.POINTER, pointer, code, detail);
  }

  /// Returns an error in the path or the query.
  ///
  /// @param name the parameter's name
  /// @param code a word for programs
  /// @param detail a sentence for people
  public static FieldError parameter(String name, String code, String detail) {
    return new FieldError(Place.PARAMETER, name, code, detail);
  }

  /// Returns an error in a header.
  ///
  /// @param name the header's name
  /// @param code a word for programs
  /// @param detail a sentence for people
  public static FieldError header(String name, String code, String detail) {
    return new FieldError(Place.HEADER, name, code, detail);
  }
}
