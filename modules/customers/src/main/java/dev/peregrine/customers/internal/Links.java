package dev.peregrine.customers.internal;

import dev.peregrine.customers.Place;
import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The way from a window of a list to the windows beside it.
///
/// @param next cursor of the window behind, if there is one
/// @param previous cursor of the window before, if there is one
record Links(Optional<String> next, Optional<String> previous) {

  /// How one list writes its cursors.
  ///
  /// @param cursors signs
  /// @param list what the list shows and in which order
  /// @param place a row's place
  record Writer<T>(Cursors cursors, String list, Function<T, Place> place) {

    /// Reads the request's cursor.
    ///
    /// @throws Rejection if it was not written for this list
    Optional<Place> from(Request request) {
      var cursor = request.query("cursor");
      var from = cursor.flatMap(text -> cursors.read(list, text));
      if (cursor.isPresent() && from.isEmpty()) {
        throw Rejection.invalid(
            FieldError.parameter(
                "cursor",
                "malformed",
                "A cursor that this list answered, unchanged, is expected."));
      }
      return from;
    }

    /// Returns the links of a window.
    ///
    /// @param items the window's rows
    /// @param more whether there are others beyond them, in the direction that was asked
    /// @param from where the window was asked from
    Links of(List<T> items, boolean more, Optional<Place> from) {
      if (items.isEmpty()) {
        return new Links(Optional.empty(), Optional.empty());
      }
      var backwards = from.isPresent() && from.get().backwards();
      var hasNext = backwards || more;
      var hasPrevious = backwards ? more : from.isPresent();
      return new Links(
          hasNext ? Optional.of(write(items.getLast(), false)) : Optional.empty(),
          hasPrevious ? Optional.of(write(items.getFirst(), true)) : Optional.empty());
    }

    private String write(T row, boolean back) {
      var at = place.apply(row);
      return cursors.write(list, new Place(at.key(), at.id(), back));
    }
  }

  /// Returns an answer with these links in its `Link` header (RFC 8288).
  ///
  /// @param answer what is answered
  /// @param address the list's path and query, without a cursor
  Answer in(Answer answer, String address) {
    var links = new ArrayList<String>();
    next.ifPresent(cursor -> links.add("<" + address + "&cursor=" + cursor + ">; rel=\"next\""));
    previous.ifPresent(
        cursor -> links.add("<" + address + "&cursor=" + cursor + ">; rel=\"prev\""));
    return links.isEmpty() ? answer : answer.with("Link", String.join(", ", links));
  }
}
