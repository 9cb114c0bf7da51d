package io.isobar.agent.session;

import io.grpc.Status;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.execution.BrokerCommand;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.session.wire.CommandReader;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.Notice;
import java.time.DateTimeException;
import java.util.concurrent.atomic.AtomicLong;

/** What the broker sends, handed to where it belongs. A malformed command is answered and does no harm. */
final class InboundMessages {
    private static final System.Logger LOG = System.getLogger(InboundMessages.class.getName());

    private final RegionPort region;
    private final Outbox outbox;
    private final LogRelay logs;
    private final ClockOffset clockOffset;
    private final AtomicLong highestLeader;
    private final Runnable onRegistered;

    InboundMessages(
            RegionPort region,
            Outbox outbox,
            LogRelay logs,
            ClockOffset clockOffset,
            AtomicLong highestLeader,
            Runnable onRegistered) {
        this.region = region;
        this.outbox = outbox;
        this.logs = logs;
        this.clockOffset = clockOffset;
        this.highestLeader = highestLeader;
        this.onRegistered = onRegistered;
    }

    /** Throws where a later leader was seen already. */
    void checkLeader(long epoch) {
        long highest = highestLeader.accumulateAndGet(epoch, Math::max);
        if (epoch < highest) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("the broker leads by epoch " + epoch + ", but " + highest + " was seen already")
                    .asRuntimeException();
        }
    }

    void reportAll(long report) throws InterruptedException {
        region.inbox().put(new BrokerCommand.ReportAll(report));
    }

    void registered() {
        onRegistered.run();
    }

    void take(ConnectResponse response) throws InterruptedException {
        switch (response.getMessageCase()) {
            case RESERVE, LAUNCH, STOP, FORGET -> command(response);
            case FULL_REPORT -> reportAll(response.getFullReport().getReport());
            case LOG_REQUEST -> logs.start(response.getLogRequest());
            case LOG_CREDIT -> logs.grant(response.getLogCredit());
            case LOG_STOP -> logs.stop(response.getLogStop());
            case NOTICE -> notice(response.getNotice());
            case WELCOME, KEEP_ALIVE, LEASE -> {}
            case MESSAGE_NOT_SET ->
                LOG.log(System.Logger.Level.DEBUG, () -> "unknown message skipped region=" + region.name());
        }
    }

    private void command(ConnectResponse response) throws InterruptedException {
        BrokerCommand command;
        try {
            command = switch (response.getMessageCase()) {
                case RESERVE -> CommandReader.reserve(response.getReserve(), clockOffset.get());
                case LAUNCH -> CommandReader.launch(response.getLaunch(), clockOffset.get());
                case STOP -> CommandReader.stop(response.getStop());
                default -> CommandReader.forget(response.getForget());
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            refuse(response, String.valueOf(e.getMessage()));
            return;
        }
        region.inbox().put(command);
    }

    private void refuse(ConnectResponse response, String message) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "malformed command region=" + region.name() + " kind=" + response.getMessageCase() + " message="
                        + message);
        String attempt =
                switch (response.getMessageCase()) {
                    case RESERVE -> response.getReserve().getAttemptId();
                    case LAUNCH -> response.getLaunch().getReservation().getAttemptId();
                    default -> "";
                };
        try {
            outbox.tell(new RegionMessage.RefusedNews(
                    new AttemptId(attempt), new Refusal(Reason.INVALID_ARGUMENT, message)));
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.DEBUG, "no attempt to answer for", e);
        }
    }

    private void notice(Notice notice) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "notice region=" + region.name() + " reason=" + notice.getReason() + " message="
                        + notice.getMessage());
    }

    void close() {
        logs.stopAll();
    }
}
