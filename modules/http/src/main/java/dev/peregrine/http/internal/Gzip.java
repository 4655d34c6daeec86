package dev.peregrine.http.internal;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Codes bodies with gzip.
///
/// Confined to one context. Holds native memory until it is closed.
final class Gzip implements Coder {

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private final byte[] chunk = new byte[8 * 1024];

  Gzip(int level) {
    this.deflater = new Deflater(level, true);
  }

  @Override
  public Buffer code(Buffer plain) {
    var bytes = plain.getBytes();
    var coded = Buffer.buffer(Math.max(64, bytes.length / 4)).appendBytes(HEADER);
    deflater.reset();
    deflater.setInput(bytes);
    deflater.finish();
    while (!deflater.finished()) {
      var length = deflater.deflate(chunk);
      var _ = coded.appendBytes(chunk, 0, length);
    }
    checksum.reset();
    checksum.update(bytes);
    return coded.appendIntLE((int) checksum.getValue()).appendIntLE(bytes.length);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
