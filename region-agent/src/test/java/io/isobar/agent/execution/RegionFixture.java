package io.isobar.agent.execution;

import static io.isobar.agent.execution.Orders.id;
import static io.isobar.agent.execution.Orders.order;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.execution.RegionMessage.AttemptNews;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a region does about each input, without a driver and on time that passes when the test says so. */
abstract class RegionFixture {
    static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");

    final MemoryJournal journal = new MemoryJournal();
    final List<Effects.Action> actions = new ArrayList<>();
    final List<RegionMessage> messages = new ArrayList<>();
    Optional<Refusal> vetting = Optional.empty();
    Duration sinceBoot = Duration.ofHours(1);
    final Lease lease = new Lease(() -> sinceBoot);
    RegionExecution execution = fresh();
    Instant now = T0;

    final RegionExecution fresh() {
        AdmissionBook book = new AdmissionBook(0);
        book.look(Orders.INVENTORY);
        return new RegionExecution(book, any -> vetting, new RegionCounters(), lease);
    }

    final List<KnownWork> restart() {
        execution = fresh();
        List<KnownWork> known = execution.recover(journal.open());
        Effects effects = new Effects();
        execution.resume(now, effects);
        take(effects);
        return known;
    }

    final void apply(BrokerCommand command) {
        input(new RegionInput.FromBroker(command));
    }

    final void apply(WorkEvent event) {
        input(new RegionInput.FromDriver(event));
    }

    final void input(RegionInput input) {
        Effects effects = new Effects();
        execution.apply(input, now, effects);
        take(effects);
    }

    final void tick(Duration later) {
        now = now.plus(later);
        Effects effects = new Effects();
        execution.tick(now, effects);
        take(effects);
    }

    final void take(Effects effects) {
        journal.commit(effects.records(), effects.force());
        actions.clear();
        actions.addAll(effects.actions());
        messages.clear();
        messages.addAll(effects.messages());
    }

    final void reserve(LaunchOrder order) {
        apply(new BrokerCommand.Reserve(order, now.plusSeconds(30)));
    }

    final void launch(LaunchOrder order) {
        apply(new BrokerCommand.Launch(order, now.plusSeconds(30)));
    }

    final void run(String workload, long epoch) {
        launch(order(workload, epoch));
        apply(new WorkEvent.Running(id(workload, epoch), now));
    }

    final void end(String workload, long epoch, Reason reason, int code) {
        apply(new WorkEvent.Ended(id(workload, epoch), new WorkEnd(reason, code, "", now)));
    }

    final AttemptNews news() {
        return messages.stream()
                .filter(AttemptNews.class::isInstance)
                .map(AttemptNews.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    final Reason endReason() {
        return ((AttemptState.Ended) news().state()).end().reason();
    }

    final Reason refusalReason() {
        return messages.stream()
                .filter(RegionMessage.RefusedNews.class::isInstance)
                .map(message -> ((RegionMessage.RefusedNews) message).refusal().reason())
                .findFirst()
                .orElseThrow();
    }

    final long freeUnits() {
        Effects effects = new Effects();
        execution.apply(new RegionInput.FromBroker(new BrokerCommand.ReportAll(1)), now, effects);
        return ((RegionMessage.FullReport) effects.messages().getFirst())
                .pools()
                .getFirst()
                .capacity()
                .freeUnits();
    }
}
