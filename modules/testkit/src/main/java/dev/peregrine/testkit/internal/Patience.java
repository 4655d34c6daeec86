package dev.peregrine.testkit.internal;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Lets every test wait a minute for what it awaits, wherever this room is on the class path: JUnit
/// finds it. Ten seconds, which is what Awaitility waits by itself, pass on a busy machine before
/// anything is wrong. A test that asks for less says why.
public final class Patience implements LauncherSessionListener {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// Made by JUnit.
  public Patience() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LIMIT);
  }
}
