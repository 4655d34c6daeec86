package dev.peregrine.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads request heads as the server's own decoder does, and stops what that one lets pass.
///
/// - It takes a header for `Content-Length` or `Content-Type` whatever the letter after the dash
///   is, so that two servers in a row may disagree where a request ends (CVE-2026-102479).
/// - It lets through versions other than 1.0 and 1.1.
/// - It waits for a head that is begun and not finished in time, however busily single bytes
///   arrive.
public final class StrictDecoder extends VertxHttpRequestDecoder {

  private static final String DECODER = "httpDecoder";

  private final long headTimeoutMs;
  private boolean inBody;
  private @Nullable Future<?> headTimer;

  private StrictDecoder(HttpServerOptions options, long headTimeoutMs) {
    super(options);
    this.headTimeoutMs = headTimeoutMs;
  }

  /// Puts it in the place of a connection's own decoder, before the first byte is read.
  ///
  /// @param connection a new connection
  /// @param options the server's
  /// @param headTimeoutMs longest time for a head, from its first byte
  public static void install(
      HttpConnection connection, HttpServerOptions options, long headTimeoutMs) {
    var pipeline = ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    if (pipeline.get(DECODER) != null) {
      pipeline.replace(DECODER, DECODER, new StrictDecoder(options, headTimeoutMs));
    }
  }

  @Override
  protected AsciiString splitHeaderName(byte[] bytes, int start, int length) {
    var name = super.splitHeaderName(bytes, start, length);
    var misread =
        (length == 12 || length == 14) && (name.byteAt(8) | 0x20) != (bytes[start + 8] | 0x20);
    return misread ? new AsciiString(bytes, start, length, true) : name;
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    var message = super.createMessage(initialLine);
    var version = message.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      throw new IllegalArgumentException("version: " + version + " (expected: HTTP/1.0 or 1.1)");
    }
    return message;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    var before = out.size();
    super.decode(context, in, out);
    if (out.size() > before) {
      inBody = !(out.getLast() instanceof LastHttpContent);
      stopTimer();
    } else if (!inBody && headTimer == null) {
      Runnable cut =
          () -> {
            var _ = context.close();
          };
      headTimer = context.executor().schedule(cut, headTimeoutMs, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    stopTimer();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    stopTimer();
    super.handlerRemoved0(context);
  }

  private void stopTimer() {
    if (headTimer != null) {
      var _ = headTimer.cancel(false);
      headTimer = null;
    }
  }
}
