package io.isobar.cli.problem;

import io.grpc.Status;

/** Why a call failed, in few words: what the system said rather than what the libraries around it say. */
final class Causes {
    private static final int DEEPEST = 10;

    private Causes() {}

    static String of(Status status) {
        Throwable cause = status.getCause();
        String said = null;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                said = cause instanceof java.net.UnknownHostException
                        ? "no address is known for " + cause.getMessage()
                        : cause.getMessage();
            }
        }
        if (said != null) {
            return said;
        }
        return status.getDescription() == null ? status.getCode().name() : status.getDescription();
    }
}
