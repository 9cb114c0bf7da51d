package io.isobar.agent.session;

import com.google.protobuf.ByteString;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.LogChunk;
import io.isobar.proto.execution.v1.LogRequest;
import io.isobar.proto.execution.v1.OutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends the output of one attempt, as fast as the broker grants, until all is sent or nobody reads any more. */
final class LogStream implements Runnable {
    private static final int CHUNK = 64 << 10;
    private static final long POLL_MS = 50;
    private static final long SLOWEST_POLL_MS = 1_000;

    /** One stream of one replica, and how far it was sent. */
    private static final class Position {
        final int replica;
        final OutputStreamKind stream;
        long offset;

        Position(int replica, OutputStreamKind stream, long offset) {
            this.replica = replica;
            this.stream = stream;
            this.offset = offset;
        }
    }

    private final long id;
    private final boolean follow;
    private final WorkOutput output;
    private final Outbox outbox;
    private final List<Position> positions = new ArrayList<>();
    private final Semaphore credit;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final byte[] buffer = new byte[CHUNK];

    LogStream(LogRequest request, WorkOutput output, Outbox outbox) {
        this.id = request.getLogId();
        this.follow = request.getFollow();
        this.output = output;
        this.outbox = outbox;
        this.credit = new Semaphore(request.getCredit());
        for (int replica = 0; replica < output.replicas(); replica++) {
            if (request.getStream() != OutputStream.OUTPUT_STREAM_STDERR) {
                positions.add(new Position(replica, OutputStreamKind.STDOUT, request.getFromOffset()));
            }
            if (request.getStream() != OutputStream.OUTPUT_STREAM_STDOUT) {
                positions.add(new Position(replica, OutputStreamKind.STDERR, request.getFromOffset()));
            }
        }
    }

    void grant(int chunks) {
        // More than that is never outstanding; a broker that grants for ever must not overflow the count.
        if (credit.availablePermits() < 1_024) {
            credit.release(chunks);
        }
    }

    void stop() {
        stopped.countDown();
        credit.release();
    }

    @Override
    public void run() {
        String problem = "";
        try {
            sendAll();
        } catch (IOException e) {
            problem = "the output cannot be read: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!isStopped()) {
            end(outbox, id, problem);
        }
    }

    static void end(Outbox outbox, long id, String problem) {
        try {
            outbox.send(LogAnswer.newBuilder().setLogId(id).setEnd(problem).build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendAll() throws IOException, InterruptedException {
        long pause = Math.min(SLOWEST_POLL_MS, POLL_MS * (1 + positions.size() / 50));
        while (!isStopped()) {
            boolean complete = output.complete();
            boolean moved = false;
            for (Position position : positions) {
                moved |= sendFrom(position);
            }
            if (!moved && (complete || !follow)) {
                return;
            }
            if (!moved && stopped.await(pause, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private boolean sendFrom(Position position) throws IOException, InterruptedException {
        boolean moved = false;
        int length = output.read(position.replica, position.stream, position.offset, buffer);
        while (length > 0 && !isStopped()) {
            credit.acquire();
            if (isStopped() || !outbox.send(chunk(position, length))) {
                stop();
                return false;
            }
            moved = true;
            position.offset += length;
            length = output.read(position.replica, position.stream, position.offset, buffer);
        }
        return moved;
    }

    private LogAnswer chunk(Position position, int length) {
        return LogAnswer.newBuilder()
                .setLogId(id)
                .setChunk(LogChunk.newBuilder()
                        .setStream(
                                switch (position.stream) {
                                    case STDOUT -> OutputStream.OUTPUT_STREAM_STDOUT;
                                    case STDERR -> OutputStream.OUTPUT_STREAM_STDERR;
                                })
                        .setOffset(position.offset)
                        .setData(ByteString.copyFrom(buffer, 0, length))
                        .setReplica(position.replica))
                .build();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }
}
