package io.isobar.broker.ledger.postgres;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Workload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Callers that come while a transaction is on its way share the next one: it is one force to disk for all of them. The first of those
 * that wait writes for the others and for itself, and then hands over; nobody waits for company. Safe for concurrent use.
 */
final class Acceptances {
    private static final int MOST_TOGETHER = 1_000;

    private final Function<List<Asked>, List<Acceptance>> write;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;

    /** A workload that was submitted, and the request by which. */
    record Asked(Workload workload, Request request) {}

    /** True: answered; false: it is its turn to write. */
    private record Waiting(Asked asked, CompletableFuture<@Nullable Acceptance> answer) {}

    /**
     * None is underway yet.
     *
     * @param write stores them in one transaction, and answers each in their order
     */
    Acceptances(Function<List<Asked>, List<Acceptance>> write) {
        this.write = write;
    }

    /** Returns once it is durable. */
    Acceptance accept(Asked asked) {
        var mine = new Waiting(asked, new CompletableFuture<>());
        boolean first;
        synchronized (this) {
            first = !writing;
            writing = true;
            if (!first) {
                waiting.add(mine);
            }
        }
        if (!first) {
            var answer = answerOf(mine);
            if (answer != null) {
                return answer;
            }
        }
        return writeWith(mine);
    }

    /** Null: it is its turn. */
    private static @Nullable Acceptance answerOf(Waiting one) {
        try {
            return one.answer().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof Failure failure
                    ? new Failure(failure.reason(), String.valueOf(failure.getMessage()), failure)
                    : failed;
        }
    }

    private Acceptance writeWith(Waiting mine) {
        var together = new ArrayList<Waiting>();
        together.add(mine);
        try {
            synchronized (this) {
                while (!waiting.isEmpty() && together.size() < MOST_TOGETHER) {
                    together.add(waiting.remove());
                }
            }
            return answer(together);
        } finally {
            handOver();
        }
    }

    private Acceptance answer(List<Waiting> together) {
        try {
            var answers = write.apply(together.stream().map(Waiting::asked).toList());
            for (int i = 1; i < together.size(); i++) {
                together.get(i).answer().complete(answers.get(i));
            }
            return answers.getFirst();
        } catch (RuntimeException failed) {
            var others = together.subList(1, together.size());
            boolean away = failed instanceof Failure failure && failure.reason() == Reason.DATABASE_UNAVAILABLE;
            others.forEach(away ? other -> other.answer().completeExceptionally(failed) : this::answerAlone);
            if (others.isEmpty() || away) {
                throw failed;
            }
            return write.apply(List.of(together.getFirst().asked())).getFirst();
        }
    }

    /** One that the database refuses must not keep the others from being accepted. */
    private void answerAlone(Waiting one) {
        try {
            one.answer().complete(write.apply(List.of(one.asked())).getFirst());
        } catch (RuntimeException failed) {
            one.answer().completeExceptionally(failed);
        }
    }

    private void handOver() {
        Waiting next;
        synchronized (this) {
            next = waiting.poll();
            writing = next != null;
        }
        if (next != null) {
            next.answer().complete(null);
        }
    }
}
