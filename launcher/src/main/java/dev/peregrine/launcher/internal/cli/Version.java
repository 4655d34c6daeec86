package dev.peregrine.launcher.internal.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// Says which build this is and what it runs on.
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var built =
        Objects.requireNonNullElse(
            Version.class.getPackage().getImplementationVersion(), "(not from a jar)");
    return new String[] {"peregrine " + built + ", Java " + Runtime.version()};
  }
}
