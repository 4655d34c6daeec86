package dev.peregrine.launcher.internal.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Looks at the runtime and what the system grants it.
final class Machine {

  private static final int OLDEST_JAVA = 25;
  private static final long LEAST_HEAP_BYTES = 256L << 20;
  private static final long LEAST_OPEN_FILES = 1024;

  private Machine() {}

  static Finding java(int feature) {
    return feature >= OLDEST_JAVA
        ? new Finding.Well("JDK " + feature)
        : new Finding.Sick(
            "JDK " + feature + " (expected: " + OLDEST_JAVA + " or newer)",
            "install a JDK " + OLDEST_JAVA + ", or point JAVA_HOME to one");
  }

  static Finding memory() {
    var runtime = Runtime.getRuntime();
    return memory(runtime.availableProcessors(), runtime.maxMemory());
  }

  static Finding memory(int cores, long heapBytes) {
    var seen = cores + (cores == 1 ? " core, " : " cores, ") + (heapBytes >> 20) + " MiB heap";
    return heapBytes >= LEAST_HEAP_BYTES
        ? new Finding.Well(seen)
        : new Finding.Sick(
            seen + " (expected: " + (LEAST_HEAP_BYTES >> 20) + " MiB or more)",
            "raise -Xmx in conf/jvm.options or in PEREGRINE_JAVA_OPTIONS");
  }

  static Finding openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? openFiles(unix.getMaxFileDescriptorCount())
        : new Finding.Well("no limit known on this system");
  }

  static Finding openFiles(long limit) {
    return limit >= LEAST_OPEN_FILES
        ? new Finding.Well("up to " + limit)
        : new Finding.Sick(
            "up to " + limit + " (expected: " + LEAST_OPEN_FILES + " or more)",
            "run 'ulimit -n 65536' in this shell, or raise LimitNOFILE of the service");
  }
}
