package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;

/// Whatever is lost here is taken out of the account again, or the run of these tests would fail.
class LeaksTest {

  private static void loseABuffer() {
    var buffer = PooledByteBufAllocator.DEFAULT.directBuffer(16);
    assertThat(buffer.writeInt(1).refCnt()).isOne();
  }

  @Test
  void tests_are_watched_closely() {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
  }

  @Test
  void a_lost_buffer_fails_the_close_which_says_where_it_was_made() {
    var leaks = Leaks.watch();

    loseABuffer();

    assertThatThrownBy(leaks::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ByteBuf")
        .hasMessageContaining("loseABuffer");
  }

  /// JUnit finds the guard by itself, as it does in every room that has this one on its class path.
  @Test
  void a_lost_buffer_fails_the_run_of_tests() {
    var session = LauncherFactory.openSession();

    loseABuffer();

    assertThatThrownBy(session::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("loseABuffer");
  }

  @Test
  void a_released_buffer_is_not_lost() {
    var leaks = Leaks.watch();

    assertThat(PooledByteBufAllocator.DEFAULT.directBuffer(16).release()).isTrue();

    assertThat(leaks.drain()).isEmpty();
  }
}
