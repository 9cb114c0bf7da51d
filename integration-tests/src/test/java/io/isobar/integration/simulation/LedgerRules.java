package io.isobar.integration.simulation;

import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.WorkloadId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must hold of everything that becomes durable, judged before it does. */
final class LedgerRules {
    private static final Comparator<AttemptId> BY_NAME = Comparator.comparing(AttemptId::toString);

    private final Judge judge;
    private final Truth truth;
    private final Map<String, Long> heldMillicpus = new HashMap<>();
    private final Map<AttemptId, Attempt> live = new HashMap<>();
    private final Map<Tasks, Set<AttemptId>> liveTasks = new HashMap<>();

    private record Tasks(String tenant, TaskArray array) {}

    LedgerRules(Judge judge, Truth truth) {
        this.judge = judge;
        this.truth = truth;
    }

    void check(Ledger ledger, Changes changes) {
        changes.workloads().forEach((id, next) -> check(ledger, id, next));
        changes.attempts().forEach((id, next) -> check(ledger, id, next, changes));
        heldMillicpus.forEach(this::checkQuota);
        liveTasks.forEach(this::checkTurns);
    }

    private void checkTurns(Tasks tasks, Set<AttemptId> attempts) {
        long workloads = attempts.stream().map(AttemptId::workload).distinct().count();
        judge.require(workloads <= tasks.array().atOnce(), () -> "of " + tasks + " these live at once: " + attempts);
    }

    private void check(Ledger ledger, WorkloadId id, Workload next) {
        var before = ledger.workload(id).orElse(null);
        if (before == null) {
            judge.fail(id + " changes and was never accepted");
            return;
        }
        boolean same = before.equals(next);
        judge.require(
                same || next.version() > before.version(),
                () -> id + " changes from version " + before.version() + " to " + next.version());
        judge.require(same || !before.isOver(), () -> id + " was " + before.state() + " and becomes " + next.state());
        judge.require(
                next.tries() == before.tries() || (next.tries() == before.tries() + 1 && isOver(before)),
                () -> id + " begins try " + next.tries() + " while try " + before.tries() + " is " + before.parts());
        var why = next.state().why();
        judge.require(
                !why.message().isBlank() || next.state() instanceof WorkloadState.Succeeded,
                () -> id + " is " + next.state() + " and nobody can read why");
        judge.require(
                !next.isOver() || !truth.anyOf(id.value()),
                () -> id + " is " + next.state() + " and still runs somewhere");
    }

    /** Several turns may be in one commit only where they are one turn; the try before must have ended in it, or before. */
    private static boolean isOver(Workload before) {
        return before.parts().stream().noneMatch(Attempt::isLive) || before.state() instanceof WorkloadState.Underway;
    }

    private void check(Ledger ledger, AttemptId id, Attempt next, Changes changes) {
        var before = ledger.attempt(id).orElse(null);
        boolean ended = next.state() instanceof AttemptState.Ended;
        if (before == null) {
            requireEarlierEnded(ledger, id, changes);
        }
        if (before != null) {
            judge.require(
                    next.reportSequence() >= before.reportSequence(),
                    () -> id + " goes by report " + next.reportSequence() + " of its region, after report "
                            + before.reportSequence());
        }
        if (before != null && before.state() instanceof AttemptState.Ended was) {
            judge.require(next.state().equals(was), () -> id + " ended as " + was + " and then as " + next.state());
        }
        judge.require(
                !ended || !truth.runs(id.toString()),
                () -> id + " ends as " + next.state() + " in the ledger, and runs in "
                        + next.assignment().pool().region());
        var workload = changes.workloads().get(id.workload());
        var tenant = workload == null ? "" : workload.spec().tenant();
        if (ended) {
            liveTasks.values().forEach(attempts -> attempts.remove(id));
            if (live.remove(id) != null) {
                hold(tenant, next, -1);
            }
        } else if (live.put(id, next) == null) {
            hold(tenant, next, 1);
            if (workload != null && workload.spec().array() != null) {
                liveTasks
                        .computeIfAbsent(new Tasks(tenant, workload.spec().array()), tasks -> new TreeSet<>(BY_NAME))
                        .add(id);
            }
        }
    }

    /** Of live attempts, by what is durable. */
    long heldMillicpus(String tenant) {
        return heldMillicpus.getOrDefault(tenant, 0L);
    }

    private void requireEarlierEnded(Ledger ledger, AttemptId id, Changes changes) {
        ledger.workload(id.workload()).stream()
                .flatMap(workload -> workload.parts().stream())
                .filter(part -> part.id().epoch() < id.epoch())
                .map(part -> changes.attempts().getOrDefault(part.id(), part))
                .forEach(part -> judge.require(
                        !part.isLive(), () -> id + " is decided while " + part.id() + " is " + part.state()));
    }

    private void hold(String tenant, Attempt attempt, int sign) {
        var given = attempt.assignment();
        long amount = sign * given.shape().millicpus() * given.replicas();
        heldMillicpus.merge(tenant, amount, Long::sum);
        if (Federation.GROUP.contains(tenant)) {
            heldMillicpus.merge("group", amount, Long::sum);
        }
    }

    private void checkQuota(String tenant, long held) {
        var most = Federation.MOST_CORES.get(tenant);
        judge.require(
                most == null || held <= most * 1_000L,
                () -> tenant + " holds " + held + " thousandths of cores, its quota with what it may borrow is " + most
                        + " cores; live are "
                        + live.values().stream()
                                .map(LedgerRules::inWords)
                                .sorted()
                                .toList());
        judge.require(held >= 0, () -> tenant + " holds " + held + " thousandths of cores");
    }

    private static String inWords(Attempt attempt) {
        var given = attempt.assignment();
        return attempt.id() + " " + attempt.state() + ": " + given.replicas() + " x "
                + given.shape().millicpus();
    }
}
