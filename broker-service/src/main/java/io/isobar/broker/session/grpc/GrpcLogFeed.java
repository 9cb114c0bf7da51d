package io.isobar.broker.session.grpc;

import io.isobar.broker.session.LogFeed;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.LogCredit;
import io.isobar.proto.execution.v1.LogStop;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.region.v1.ConnectResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A log that an agent sends in pieces, each paid for by a credit; so no more than {@link #CREDIT} wait here. */
final class GrpcLogFeed implements LogFeed {
    static final int CREDIT = 32;

    private final long id;
    private final Consumer<ConnectResponse> toAgent;
    private final Runnable closed;
    // Room for every credit, the end, and the breaking of the link.
    private final BlockingQueue<Next> arrived = new ArrayBlockingQueue<>(CREDIT + 2);

    GrpcLogFeed(long id, Consumer<ConnectResponse> toAgent, Runnable closed) {
        this.id = id;
        this.toAgent = toAgent;
        this.closed = closed;
    }

    /** An agent that sends more than it has credit for loses the feed, not the link. */
    void accept(LogAnswer answer) {
        var next =
                switch (answer.getAnswerCase()) {
                    case CHUNK -> {
                        var chunk = answer.getChunk();
                        yield new Next.Piece(
                                chunk.getStream() != OutputStream.OUTPUT_STREAM_STDERR,
                                chunk.getOffset(),
                                chunk.getData().asReadOnlyByteBuffer(),
                                chunk.getReplica());
                    }
                    case END -> answer.getEnd().isEmpty() ? new Next.End() : new Next.Broken(answer.getEnd());
                    case ANSWER_NOT_SET ->
                        new Next.Broken("the region's answer is of a kind that this broker does not know");
                };
        if (!arrived.offer(next)) {
            breakOff("the region sends more than it may");
        }
    }

    void breakOff(String why) {
        arrived.clear();
        arrived.add(new Next.Broken(why));
    }

    @Override
    public Next next(Duration patience) throws InterruptedException {
        var next = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            return new Next.Nothing();
        }
        if (next instanceof Next.Piece) {
            toAgent.accept(ConnectResponse.newBuilder()
                    .setLogCredit(LogCredit.newBuilder().setLogId(id).setCredit(1))
                    .build());
        }
        return next;
    }

    @Override
    public void close() {
        closed.run();
        toAgent.accept(ConnectResponse.newBuilder()
                .setLogStop(LogStop.newBuilder().setLogId(id))
                .build());
    }
}
