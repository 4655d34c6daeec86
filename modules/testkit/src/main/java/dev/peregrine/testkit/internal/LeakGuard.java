package dev.peregrine.testkit.internal;

import dev.peregrine.testkit.Leaks;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Fails a run of tests in which a buffer was lost, wherever this room is on the class path: JUnit
/// finds it. A failure at the end of a session ends the build, one of a single test would not do:
/// whose buffer it was is known only when it has been collected.
public final class LeakGuard implements LauncherSessionListener {

  private @Nullable Leaks leaks;

  /// Made by JUnit.
  public LeakGuard() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    leaks = Leaks.watch();
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (leaks != null) {
      leaks.close();
    }
  }
}
