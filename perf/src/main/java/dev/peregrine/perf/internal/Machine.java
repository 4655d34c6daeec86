package dev.peregrine.perf.internal;

import java.lang.management.ManagementFactory;

/// What the figures of a page come from.
final class Machine {

  private static final double GIB = 1 << 30;

  private Machine() {}

  /// Returns cores, memory, system, how busy they are, and the Java.
  static String described() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%d cores, %.0f GiB, %s %s, load average %.1f at the end; Java %s"
        .formatted(
            system.getAvailableProcessors(),
            system.getTotalMemorySize() / GIB,
            system.getName(),
            system.getArch(),
            system.getSystemLoadAverage(),
            Runtime.version());
  }

  /// Returns the flags of this JVM, which its contestants have, too.
  static String flags() {
    var flags = Contestant.flags().stream().filter(one -> !one.contains("/")).toList();
    return "`" + String.join(" ", flags) + "`";
  }
}
