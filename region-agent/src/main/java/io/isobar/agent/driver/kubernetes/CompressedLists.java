package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for lists in compressed form, which the API server has for answers above 128 KiB, and the client's own library does not ask for. Of a
 * page of nodes less than a tenth is left: that counts on a long way to the API server, and at the start of a program, when decryption is
 * slow. What is small, or flows as logs and watches do, comes as it is.
 */
final class CompressedLists implements Interceptor {
    static final String NAME = "isobar-compressed-lists";

    private static final String GZIP = "gzip";
    /** Of bytes that are decompressed at a time; a page may be several such pieces. */
    private static final int LARGEST_PIECE = 16 << 20;

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (isList(request.uri())) {
            builder.setHeader("Accept-Encoding", GZIP);
        }
    }

    private static boolean isList(URI uri) {
        String query = uri.getQuery();
        return query != null && query.contains("limit=") && !query.contains("watch=");
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        return isList(request.uri()) ? new Decompressing(consumer) : consumer;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        Decompressing decompressing = consumer.unwrap(Decompressing.class);
        if (decompressing != null && GZIP.equals(response.header("Content-Encoding"))) {
            decompressing.begin();
        }
    }

    /** Whether the answer is compressed is known when its head has come, before its body is asked for. */
    private static final class Decompressing implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final AsyncBody.Consumer<List<ByteBuffer>> reader;
        /** Null: the answer comes as it is. */
        private volatile @Nullable EmbeddedChannel decoder;

        Decompressing(AsyncBody.Consumer<List<ByteBuffer>> reader) {
            this.reader = reader;
        }

        void begin() {
            decoder = new EmbeddedChannel(new JdkZlibDecoder(ZlibWrapper.GZIP, LARGEST_PIECE));
        }

        @Override
        public void consume(List<ByteBuffer> pieces, AsyncBody body) throws Exception {
            EmbeddedChannel decompressor = decoder;
            if (decompressor == null) {
                reader.consume(pieces, body);
                return;
            }
            List<ByteBuffer> plain = new ArrayList<>();
            for (ByteBuffer piece : pieces) {
                var _ = decompressor.writeInbound(Unpooled.wrappedBuffer(piece));
                for (ByteBuf read = decompressor.readInbound(); read != null; read = decompressor.readInbound()) {
                    plain.add(copied(read));
                }
            }
            if (plain.isEmpty()) {
                body.consume();
            } else {
                reader.consume(plain, body);
            }
        }

        private static ByteBuffer copied(ByteBuf read) {
            try {
                byte[] bytes = new byte[read.readableBytes()];
                read.readBytes(bytes);
                return ByteBuffer.wrap(bytes);
            } finally {
                read.release();
            }
        }
    }
}
