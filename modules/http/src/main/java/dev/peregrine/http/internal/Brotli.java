package dev.peregrine.http.internal;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.Encoder.Parameters;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Codes bodies with Brotli. Confined to one context.
final class Brotli implements Coder {

  private final Parameters parameters;

  Brotli(int level) {
    this.parameters = Parameters.create(level);
  }

  @Override
  public Buffer code(Buffer plain) {
    try {
      return Buffer.buffer(Encoder.compress(plain.getBytes(), parameters));
    } catch (IOException thrown) {
      throw new UncheckedIOException("writing memory", thrown);
    }
  }
}
