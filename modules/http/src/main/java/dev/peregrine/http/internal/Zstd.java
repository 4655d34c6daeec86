package dev.peregrine.http.internal;

import com.github.luben.zstd.ZstdCompressCtx;
import io.vertx.core.buffer.Buffer;

/// Codes bodies with Zstandard. Confined to one context.
final class Zstd implements Coder {

  private final ZstdCompressCtx context = new ZstdCompressCtx();

  Zstd(int level) {
    var _ = context.setLevel(level);
  }

  @Override
  public Buffer code(Buffer plain) {
    return Buffer.buffer(context.compress(plain.getBytes()));
  }

  @Override
  public void close() {
    context.close();
  }
}
