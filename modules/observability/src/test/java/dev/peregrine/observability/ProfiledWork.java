package dev.peregrine.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Two threads that burn, allocate and wait for one lock, until closed.
final class ProfiledWork implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int ROUNDS = 20_000;
  private static final long HELD_NANOS = 1_000_000;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;
  private volatile double burnt;
  private volatile byte[] allocated = {};

  void start() {
    for (var i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().daemon().name("profiled-" + i).start(this::run));
    }
  }

  private void run() {
    while (!closed) {
      burn();
      allocate();
      await(this);
    }
  }

  private void burn() {
    for (var i = 0; i < ROUNDS; i++) {
      burnt = Math.sqrt(burnt + i + allocated.length);
    }
  }

  private void allocate() {
    for (var i = 0; i < 100; i++) {
      allocated = new byte[10_000];
    }
  }

  private void await(Object lock) {
    synchronized (lock) {
      LockSupport.parkNanos(HELD_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
