package io.isobar.integration.simulation;

import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.util.Arrays;

/** Messages in a few words, for the trace; the hash of their bytes stands for the rest. */
final class Words {
    private Words() {}

    static String of(ConnectRequest message, byte[] bytes) {
        var detail =
                switch (message.getMessageCase()) {
                    case ATTEMPT ->
                        message.getAttempt().getAttemptId() + " "
                                + message.getAttempt().getPhase();
                    case ADMITTED -> message.getAdmitted().getAttemptId();
                    case REFUSED ->
                        message.getRefused().getAttemptId() + " "
                                + message.getRefused().getReason();
                    case POOL -> message.getPool().getPool().getName();
                    default -> "";
                };
        return message.getMessageCase() + " " + detail + " #" + Integer.toHexString(Arrays.hashCode(bytes));
    }

    static String of(ConnectResponse message, byte[] bytes) {
        var detail =
                switch (message.getMessageCase()) {
                    case RESERVE -> message.getReserve().getAttemptId();
                    case LAUNCH -> message.getLaunch().getReservation().getAttemptId();
                    case STOP ->
                        message.getStop().getAttemptId() + " "
                                + message.getStop().getReason();
                    case FORGET -> message.getForget().getAttemptId();
                    case LEASE -> "fence " + message.getLease().getFence();
                    case WELCOME -> "epoch " + message.getWelcome().getLeaderEpoch();
                    default -> "";
                };
        return message.getMessageCase() + " " + detail + " #" + Integer.toHexString(Arrays.hashCode(bytes));
    }
}
