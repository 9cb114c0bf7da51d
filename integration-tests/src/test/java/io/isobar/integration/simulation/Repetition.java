package io.isobar.integration.simulation;

import io.isobar.proto.region.v1.ConnectResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How often a region is told the same: two that answer each other without pause break no other rule, and stop the work of both. */
final class Repetition {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** Sessions may begin anew every second, and each command may come twice. */
    private static final int MOST = 40;

    private final Timeline time;
    private final Judge judge;
    private final Map<String, Integer> counts = new HashMap<>();
    private Duration until = Duration.ZERO;

    Repetition(Timeline time, Judge judge) {
        this.time = time;
        this.judge = judge;
    }

    void said(Region region, ConnectResponse response) {
        if (time.now().compareTo(until) >= 0) {
            counts.clear();
            until = time.now().plus(WINDOW);
        }
        var what =
                switch (response.getMessageCase()) {
                    case STOP -> "STOP " + response.getStop().getAttemptId();
                    case FORGET -> "FORGET " + response.getForget().getAttemptId();
                    case LAUNCH ->
                        "LAUNCH " + response.getLaunch().getReservation().getAttemptId();
                    case RESERVE -> "RESERVE " + response.getReserve().getAttemptId();
                    default -> "";
                };
        int count = what.isEmpty() ? 0 : counts.merge(region.name() + " " + what, 1, Integer::sum);
        judge.require(
                count <= MOST,
                () -> region.name() + " is told " + what + " for the " + count + "th time in " + WINDOW.toSeconds()
                        + " s");
    }
}
