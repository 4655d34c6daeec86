package dev.peregrine.http.internal;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpStats;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The codings of one server instance.
///
/// Confined to one context. Holds native memory until it is closed.
final class Coders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Coders.class);

  /// What this process can code, found out once.
  private static final List<Coding> OFFERED =
      Stream.of(Coding.values()).filter(coding -> loads(coding, probe(coding))).toList();

  private final Map<Coding, Coder> coders = new EnumMap<>(Coding.class);
  private final HttpStats stats;

  Coders(HttpConfig config, HttpStats stats) {
    this.stats = stats;
    for (var coding : OFFERED) {
      coders.put(
          coding,
          switch (coding) {
            case ZSTD -> new Zstd(config.zstdLevel());
            case BR -> new Brotli(config.brotliLevel());
            case GZIP -> new Gzip(config.gzipLevel());
          });
    }
  }

  /// Returns the codings that there are, the one preferred first.
  static List<Coding> offered() {
    return OFFERED;
  }

  Buffer code(Coding coding, Buffer plain) {
    var coder = Objects.requireNonNull(coders.get(coding), "only what is offered is chosen");
    var coded = coder.code(plain);
    stats.compressed(coding.token(), plain.length(), coded.length());
    return coded;
  }

  @Override
  public void close() {
    coders.values().forEach(Coder::close);
  }

  /// Tells whether a coding's native library is there for this platform; says so once if not.
  static boolean loads(Coding coding, Runnable probe) {
    try {
      probe.run();
      return true;
    } catch (LinkageError | RuntimeException thrown) {
      LOG.warn("{} is not offered, since its library does not load: {}", coding.token(), thrown);
      return false;
    }
  }

  private static Runnable probe(Coding coding) {
    return switch (coding) {
      case ZSTD -> Native::load;
      case BR -> Brotli4jLoader::ensureAvailability;
      case GZIP -> () -> {};
    };
  }
}
