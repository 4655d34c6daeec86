package dev.peregrine.http.internal;

import dev.peregrine.http.Rejection;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// By which names a server may be called while nobody is asked for a token.
///
/// Only this machine reaches it then, but so does every page that is open in a browser there, once
/// the page's own name is made to point here (DNS rebinding). A browser says which name it was
/// given, so who says another than those of this machine is refused. Confined to one context.
final class LocalNames {

  private final String own;
  private @Nullable String lastGood;

  /// Takes the names of this machine.
  ///
  /// @param own as the configuration says it, which nobody else chooses
  LocalNames(String own) {
    this.own = own.contains(":") ? "[" + own + "]" : own;
  }

  /// Looks at the header `Host`.
  ///
  /// @param host as it was sent; null where an HTTP/1.0 client sends none, which no browser is
  /// @throws Rejection with status 421 if it is no name of this machine
  void check(@Nullable String host) {
    if (host == null || host.equals(lastGood)) {
      return;
    }
    if (!isLocal(name(host))) {
      throw Failures.no(
          421,
          "misdirected",
          "Not a name of this server",
          "While no tokens are asked for, it answers to localhost and loopback addresses alone.");
    }
    lastGood = host;
  }

  private boolean isLocal(String name) {
    if (name.equalsIgnoreCase("localhost") || name.equalsIgnoreCase(own)) {
      return true;
    }
    var numbers = name.chars().allMatch(c -> c == '.' || isDigit(c));
    if (name.isEmpty() || (!numbers && !name.startsWith("["))) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /// Returns what stands before the port; nothing if what is there is no port.
  private static String name(String host) {
    var end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    if (end < 0) {
      return host;
    }
    var rest = host.substring(end);
    var port =
        rest.isEmpty()
            || (rest.startsWith(":") && rest.chars().skip(1).allMatch(LocalNames::isDigit));
    return port ? host.substring(0, end) : "";
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
