package io.isobar.cli.follow;

import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.problem.ProblemText;
import io.isobar.cli.problem.StatusProblems;
import io.isobar.cli.shell.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what may succeed later, at growing and jittered distances, until nothing was heard for too long. What fails before
 * anything was ever heard is not tried again: then it is the address that is wrong, not the connection.
 */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final Broker broker;
    private final Surroundings surroundings;
    private @Nullable Instant lastHeard;
    private Duration pause = FIRST_PAUSE;
    private String told = "";

    Patience(Broker broker, Surroundings surroundings) {
        this.broker = broker;
        this.surroundings = surroundings;
    }

    /** The broker answered. */
    void heard() {
        lastHeard = surroundings.clock().instant();
        pause = FIRST_PAUSE;
        if (!told.isEmpty()) {
            told = "";
            surroundings.err().line("isobar: connected again");
        }
    }

    <T> T untilAnswered(Supplier<T> call) {
        while (true) {
            try {
                var answer = call.get();
                heard();
                return answer;
            } catch (StatusRuntimeException failed) {
                afterFailure(failed);
            }
        }
    }

    /** Waits, or throws the failure on where it would not help. */
    void afterFailure(StatusRuntimeException failed) {
        var since = lastHeard;
        if (since == null || !canPass(failed)) {
            throw failed;
        }
        var silence = Duration.between(since, surroundings.clock().instant());
        if (silence.compareTo(LONGEST_SILENCE) > 0) {
            throw failed;
        }
        tell(StatusProblems.of(failed, broker.address().toString()));
        pause();
        broker.connectNow();
    }

    /** A stream ended in good order, and yet there is more to come. */
    void pause() {
        long ms = pause.toMillis();
        try {
            surroundings
                    .pause()
                    .of(Duration.ofMillis(ms / 2 + surroundings.random().nextLong(ms / 2 + 1)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private void tell(Problem problem) {
        if (told.isEmpty()) {
            told = problem.what();
            surroundings.err().line(ProblemText.lines(problem).getFirst());
            surroundings.err().line("isobar: trying again for " + LONGEST_SILENCE.toMinutes() + " minutes");
        }
    }

    private static boolean canPass(StatusRuntimeException failed) {
        return switch (failed.getStatus().getCode()) {
            case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED -> true;
            // A connection that broke in the middle of a frame; a fault of the broker itself carries a reason.
            case INTERNAL, UNKNOWN -> StatusProblems.reason(failed).isEmpty();
            // The lead is changing.
            case FAILED_PRECONDITION -> StatusProblems.reason(failed).equals("NOT_LEADER");
            default -> false;
        };
    }
}
