package io.isobar.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Page;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Lifecycle;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.wire.DecisionCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.broker.workload.TraceContext;
import io.isobar.integration.samples.Samples;
import io.isobar.proto.workload.v1.DecisionInputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every ledger must do. Each test finds an empty one. */
public interface LedgerContract extends BooksContract {
    private static Request request(int number) {
        return new Request("request-" + number, "fingerprint-" + number);
    }

    private Workload accept(Workload workload) {
        var number = Integer.parseInt(workload.id().value().substring(2));
        assertThat(ledger().accept(workload, request(number))).isInstanceOf(Acceptance.New.class);
        return workload;
    }

    private Workload commit(Workload workload) {
        var changes = new Changes();
        changes.put(workload);
        ledger().commit(changes);
        return workload;
    }

    @Test
    default void givesBackWhatItAccepted() {
        var workload = accept(Samples.queued(1));

        assertThat(ledger().workload(workload.id())).contains(workload);
        assertThat(ledger().workload(Samples.id(2))).isEmpty();
    }

    @Test
    default void keepsTheTraceOfAWorkloadThroughItsLife() {
        var trace = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
        var workload = Workload.accepted(Samples.id(1), Samples.spec("traced", "met-lab"), Samples.NOON, trace);
        ledger().accept(workload, request(1));
        assertThat(ledger().workload(workload.id())).contains(workload);

        var cancelled = Lifecycle.cancel(workload, Samples.NOON.plusSeconds(1)).workload();
        var changes = new Changes();
        changes.put(cancelled);
        ledger().commit(changes);

        assertThat(ledger().workload(workload.id())).contains(cancelled);
        assertThat(cancelled.trace()).isEqualTo(trace);
    }

    @Test
    default void acceptsARepeatedRequestOnce() {
        var workload = accept(Samples.queued(1));

        var repeated = ledger().accept(Samples.queued(2), request(1));

        assertThat(repeated).isEqualTo(new Acceptance.Repeated(workload.id().value()));
        assertThat(ledger().workload(Samples.id(2))).isEmpty();
    }

    @Test
    default void refusesARequestIdForSomethingElse() {
        accept(Samples.queued(1));

        var reused = ledger().accept(Samples.queued(2), new Request("request-1", "of something else"));

        assertThat(reused).isInstanceOf(Acceptance.Reused.class);
        assertThat(ledger().live()).hasSize(1);
    }

    @Test
    default void acceptsOneOfManyThatCarryTheSameRequestAtOnce() throws Exception {
        List<Callable<Acceptance>> calls = IntStream.rangeClosed(1, 8)
                .<Callable<Acceptance>>mapToObj(n -> () -> ledger().accept(Samples.queued(n), request(99)))
                .toList();

        var answers = new ArrayList<Acceptance>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(ledger().live()).hasSize(1);
        var kept = ledger().live().getFirst().id().value();
        assertThat(answers).filteredOn(Acceptance.New.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(new Acceptance.Repeated(kept)::equals).hasSize(7);
    }

    @Test
    default void answersEachOfManyAtOnceForItself() throws Exception {
        accept(Samples.queued(500));
        List<Callable<Acceptance>> calls = IntStream.rangeClosed(1, 200)
                .<Callable<Acceptance>>mapToObj(n -> () -> switch (n % 4) {
                    case 0 -> ledger().accept(Samples.queued(n), request(500));
                    case 1 -> ledger().accept(Samples.queued(n), new Request("request-500", "of something else"));
                    default -> ledger().accept(Samples.queued(n), request(n));
                })
                .toList();

        var answers = new ArrayList<Acceptance>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        for (int n = 1; n <= 200; n++) {
            var expected =
                    switch (n % 4) {
                        case 0 -> new Acceptance.Repeated(Samples.id(500).value());
                        case 1 -> new Acceptance.Reused();
                        default -> new Acceptance.New();
                    };
            assertThat(answers.get(n - 1)).as("number %d", n).isEqualTo(expected);
            assertThat(ledger().workload(Samples.id(n)).isPresent())
                    .as("number %d", n)
                    .isEqualTo(n % 4 > 1);
        }
    }

    @Test
    default void notesAMutationOnce() {
        assertThat(ledger().note(request(1), "w-0000000001")).isInstanceOf(Acceptance.New.class);
        assertThat(ledger().note(request(1), "other")).isEqualTo(new Acceptance.Repeated("w-0000000001"));
    }

    @Test
    default void forgetsOldRequestsOnly() {
        ledger().note(request(1), "subject");

        assertThat(ledger().forgetRequestsBefore(Instant.EPOCH)).isZero();
        assertThat(ledger().note(request(1), "subject")).isInstanceOf(Acceptance.Repeated.class);
        assertThat(ledger().forgetRequestsBefore(Instant.parse("2999-01-01T00:00:00Z")))
                .isEqualTo(1);
        assertThat(ledger().note(request(1), "subject")).isInstanceOf(Acceptance.New.class);
    }

    @Test
    default void givesBackEachStageOfALifeAsItWasCommitted() {
        var placed = commit(Samples.placed(accept(Samples.queued(1)), "local"));
        assertThat(ledger().workload(placed.id())).contains(placed);
        assertThat(ledger().attempt(new AttemptId(placed.id(), 1))).contains(attempt(placed));

        var running = commit(Samples.running(placed));
        assertThat(ledger().workload(placed.id())).contains(running);

        var ended = commit(Samples.ended(running, 7));
        assertThat(ledger().workload(placed.id())).contains(ended);
        assertThat(ledger().attempt(new AttemptId(placed.id(), 1))).contains(attempt(ended));
    }

    @Test
    default void givesBackEveryPartOfATry() {
        var before = commit(Samples.running(Samples.placed(accept(Samples.queued(1)), "local")));
        var gang = commit(Samples.inTwoParts(accept(Samples.queued(2)), "east", "west"));
        var after = accept(Samples.queued(3));

        assertThat(ledger().workload(gang.id())).contains(gang);
        assertThat(ledger().newest(gang.spec().name())).contains(gang);
        assertThat(ledger().live()).containsExactly(before, gang, after);
        assertThat(ledger().workloads(null, Set.of(), null, 2).items()).containsExactly(after, gang);
        assertThat(ledger().attempt(gang.parts().getLast().id()))
                .contains(gang.parts().getLast());
        assertThat(ledger().attempts(gang.id(), null, null, 9).items()).hasSize(2);
        assertThat(ledger().attempts(null, "west", null, 9).items())
                .containsExactly(gang.parts().getLast());
    }

    @Test
    default void changesNothingWhenACommitIsRepeated() {
        var running = commit(Samples.running(Samples.placed(accept(Samples.queued(1)), "local")));

        commit(running);

        assertThat(ledger().workload(running.id())).contains(running);
        assertThat(ledger().attempts(running.id(), null, null, 10).items()).containsExactly(attempt(running));
    }

    @Test
    default void doesNotLetAnOlderVersionUndoANewerOne() {
        var placed = Samples.placed(accept(Samples.queued(1)), "local");
        var ended = commit(Samples.ended(Samples.running(placed), 0));

        commit(placed);

        assertThat(ledger().workload(placed.id())).contains(ended);
        assertThat(ledger().live()).isEmpty();
    }

    @Test
    default void keepsAnEndedAttemptAsItEnded() {
        var running = Samples.running(Samples.placed(accept(Samples.queued(1)), "local"));
        var failed = commit(Samples.ended(running, 7));

        commit(Samples.ended(failed, 0));

        assertThat(ledger().attempt(new AttemptId(failed.id(), 1))).contains(attempt(failed));
    }

    @Test
    default void listsWhatIsNotOverOldestFirstWithItsLastAttempt() {
        var first = accept(Samples.queued(3));
        var second = commit(Samples.running(Samples.placed(accept(Samples.queued(1)), "local")));
        commit(Samples.ended(Samples.placed(accept(Samples.queued(4)), "local"), 0));
        var third = accept(Samples.queued(2));

        assertThat(ledger().live()).containsExactly(first, second, third);
    }

    @Test
    default void pagesGiveEveryItemOnceNewestFirst() {
        IntStream.rangeClosed(1, 25).forEach(n -> accept(Samples.queued(n)));

        var seen = all(after -> ledger().workloads(null, Set.of(), after, 10));

        assertThat(seen)
                .map(Workload::id)
                .containsExactlyElementsOf(IntStream.iterate(25, n -> n >= 1, n -> n - 1)
                        .mapToObj(Samples::id)
                        .toList());
    }

    @Test
    default void aPageThatEndsTheListHasNoNext() {
        IntStream.rangeClosed(1, 10).forEach(n -> accept(Samples.queued(n)));

        assertThat(ledger().workloads(null, Set.of(), null, 10).next()).isNull();
        assertThat(ledger().workloads(null, Set.of(), null, 9).next()).isNotNull();
    }

    @Test
    default void pagesStayAsTheyAreWhileOthersSubmit() {
        IntStream.rangeClosed(1, 20).forEach(n -> accept(Samples.queued(n)));
        var number = new int[] {100};

        var seen = all(after -> {
            var page = ledger().workloads(null, Set.of(), after, 7);
            accept(Samples.queued(number[0]++));
            return page;
        });

        assertThat(seen).map(Workload::id).doesNotHaveDuplicates().hasSize(20);
    }

    @Test
    default void listsByTenantAndState() {
        var mine = accept(Samples.queued(1, "a", "met-lab"));
        accept(Samples.queued(2, "b", "other"));
        var running = commit(Samples.running(Samples.placed(accept(Samples.queued(3, "c", "met-lab")), "local")));

        assertThat(ledger().workloads("met-lab", Set.of(), null, 10).items()).containsExactly(running, mine);
        assertThat(ledger().workloads("met-lab", Set.of("RUNNING", "FAILED"), null, 10)
                        .items())
                .containsExactly(running);
        assertThat(ledger().workloads("nobody", Set.of(), null, 10).items()).isEmpty();
    }

    @Test
    default void listsAttemptsByWorkloadAndRegion() {
        var first = commit(Samples.placed(accept(Samples.queued(1)), "local"));
        var second = commit(Samples.placed(accept(Samples.queued(2)), "guizhou-ascend"));

        assertThat(ledger().attempts(null, null, null, 10).items()).containsExactly(attempt(second), attempt(first));
        assertThat(ledger().attempts(null, "local", null, 10).items()).containsExactly(attempt(first));
        assertThat(ledger().attempts(second.id(), null, null, 10).items()).containsExactly(attempt(second));
        assertThat(all(after -> ledger().attempts(null, null, after, 1))).hasSize(2);
    }

    @Test
    default void findsTheNewestOfAName() {
        accept(Samples.queued(2, "hello", "a"));
        var newest = accept(Samples.queued(1, "hello", "b"));
        accept(Samples.queued(3, "other", "a"));

        assertThat(ledger().newest("hello")).contains(newest);
        assertThat(ledger().newest("hell")).isEmpty();
    }

    @Test
    default void givesBackTheDecisionOfAnAttemptAndKeepsTheFirst() {
        var placed = Samples.placed(accept(Samples.queued(1)), "local");
        var attempt = attempt(placed).id();
        for (var summary : List.of("the first", "another one")) {
            var changes = new Changes();
            changes.put(placed);
            changes.put(attempt, Samples.decision(summary));
            ledger().commit(changes);
        }

        var json = ledger().decision(attempt).orElseThrow();

        assertThat(DecisionCodec.fromJson(json))
                .isEqualTo(
                        DecisionCodec.toProto(attempt.toString(), placed.id().value(), Samples.decision("the first")));
        assertThat(ledger().decision(new AttemptId(placed.id(), 2))).isEmpty();
    }

    /** Of two that were given inputs and one that has none. */
    @Test
    default void givesBackWhatADecisionWasTakenBy() throws InvalidProtocolBufferException {
        var engine = new PlacementEngine(new Policy(
                AcceleratorCatalog.load(),
                ExchangeRates.none(Currency.getInstance("CNY")),
                Currency.getInstance("CNY"),
                "test"));
        var changes = new Changes();
        for (int i = 1; i <= 2; i++) {
            var placed = Samples.placed(accept(Samples.queued(i)), "local");
            changes.put(placed);
            changes.put(
                    attempt(placed).id(),
                    i == 1
                            ? engine.decide(FederationView.EMPTY, Asked.of(placed.spec()), Samples.NOON)
                            : Samples.decision("without"));
        }
        ledger().commit(changes);
        ledger().commit(changes);

        var ids = changes.decisions().keySet().stream().toList();
        var stored = ledger().inputs(ids.getFirst()).orElseThrow();
        assertThat(DecisionInputs.parseFrom(stored).getPolicy().getVersion()).isEqualTo("test");
        assertThat(TimeCodec.fromProto(DecisionInputs.parseFrom(stored).getJudgedAt()))
                .isEqualTo(Samples.NOON);
        assertThat(ledger().inputs(ids.getLast())).isEmpty();
        assertThat(ledger().decision(ids.getLast())).isPresent();
    }

    @Test
    default void commitsAllOrNothing() {
        var accepted = accept(Samples.queued(1));
        var changes = new Changes();
        changes.put(Samples.placed(accepted, "local"));
        changes.put(Samples.placed(Samples.queued(2), "local"));

        try {
            ledger().commit(changes);
            throw new AssertionError("an attempt of a workload that was never accepted must be refused");
        } catch (Failure refused) {
            assertThat(ledger().workload(accepted.id())).contains(accepted);
            assertThat(ledger().attempts(null, null, null, 10).items()).isEmpty();
        }
    }

    @Test
    default void answersAPing() {
        ledger().ping();
    }

    private static Attempt attempt(Workload workload) {
        var attempt = workload.attempt();
        if (attempt == null) {
            throw new AssertionError(workload.id() + " has no attempt");
        }
        return attempt;
    }

    private static <T> List<T> all(Function<@Nullable String, Page<T>> read) {
        var seen = new ArrayList<T>();
        String after = null;
        do {
            var page = read.apply(after);
            seen.addAll(page.items());
            after = page.next();
        } while (after != null);
        return seen;
    }
}
