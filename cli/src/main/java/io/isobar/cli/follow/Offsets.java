package io.isobar.cli.follow;

import io.isobar.proto.execution.v1.LogChunk;
import io.isobar.proto.execution.v1.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How far the output of an attempt was shown: of each of its replicas, each of its streams. */
final class Offsets {
    private record Source(int replica, OutputStream stream) {}

    private final int replicas;
    private final Map<Source, Long> next = new HashMap<>();

    /** Nothing was shown yet. */
    Offsets(int replicas) {
        this.replicas = replicas;
    }

    /** The bytes of a chunk that were not shown before; they count as shown from now on. */
    byte[] fresh(LogChunk chunk) {
        var source = new Source(chunk.getReplica(), chunk.getStream());
        long from = next.getOrDefault(source, 0L);
        long end = chunk.getOffset() + chunk.getData().size();
        if (end <= from) {
            return new byte[0];
        }
        next.put(source, end);
        int seen = (int) Math.max(0, from - chunk.getOffset());
        return chunk.getData().substring(seen).toByteArray();
    }

    /** Bytes between what was shown and the chunk: they are gone. */
    long missingBefore(LogChunk chunk) {
        return Math.max(
                0, chunk.getOffset() - next.getOrDefault(new Source(chunk.getReplica(), chunk.getStream()), 0L));
    }

    /** The first byte that may still be wanted of any replica and stream: one offset stands for all in a request. */
    long lowest(List<OutputStream> streams) {
        return streams.stream()
                .flatMapToLong(stream -> IntStream.range(0, replicas)
                        .mapToLong(replica -> next.getOrDefault(new Source(replica, stream), 0L)))
                .min()
                .orElse(0);
    }
}
