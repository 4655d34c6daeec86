package dev.peregrine.bus.internal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/// Passes records by reference: they are immutable, so no copy is needed on the same node.
public final class RecordCodec implements MessageCodec<Record, Record> {

  /// The name that the event bus knows this codec by.
  public static final String NAME = "record";

  /// Makes the codec.
  public RecordCodec() {}

  @Override
  public Record transform(Record body) {
    return body;
  }

  @Override
  public void encodeToWire(Buffer wire, Record body) {
    throw new IllegalStateException(
        body.getClass().getName() + ": a record is sent on its own node only");
  }

  @Override
  public Record decodeFromWire(int position, Buffer wire) {
    throw new IllegalStateException("a record is received on its own node only");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
