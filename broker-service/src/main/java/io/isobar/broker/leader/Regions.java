package io.isobar.broker.leader;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.fencing.Silences;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.session.RegionLink;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * By which links the regions are reached, how their silence is counted, and what of them is durable; what they offer is in the book.
 * Not safe for concurrent use.
 */
final class Regions {
    private final CapacityBook book;
    private final Silences silences;
    /** A clock that is set again and again brings a region nearer to being given up than it is. */
    private final UnaryOperator<Instant> steady;

    private final Homecoming homecoming;
    private final Map<RegionName, RegionLink> links = new HashMap<>();

    Regions(CapacityBook book, SilenceRule rule, UnaryOperator<Instant> steady) {
        this.book = book;
        this.silences = new Silences(rule);
        this.steady = steady;
        this.homecoming = new Homecoming(rule.lostAfter());
    }

    /** It was durable before this leader began. */
    void recall(KnownRegion region) {
        var name = region.facts().name();
        book.await(region.facts(), region.cordonNote());
        book.maintain(name, region.maintenance());
        silences.recall(name, region.fence());
        homecoming.expect(name);
    }

    void advance(Instant now) {
        homecoming.advance(now);
    }

    /** Whether some that were there before this leader began may still report to it. */
    boolean areAwaited() {
        return homecoming.isAwaited();
    }

    Optional<RegionLink> link(RegionName region) {
        return Optional.ofNullable(links.get(region));
    }

    /** Whether it comes by the link that counts, and not by one that a newer one has replaced. */
    boolean isOfItsLink(Event.FromRegion said) {
        return said.link().equals(links.get(said.region()));
    }

    void connected(Event.Connected connected, Instant now, Outcome outcome) {
        var region = connected.region();
        var before = links.put(region, connected.link());
        if (before != null && !before.equals(connected.link())) {
            outcome.say(new Message.Close(
                    before, Reason.SESSION_SUPERSEDED, "a newer session of region " + region + " took over"));
        }
        book.connected(connected.facts(), now);
        var rule = ruleOf(connected.facts().cutOff());
        var fence = silences.connected(region, rule);
        keep(region, outcome);
        outcome.say(new Message.Lease(connected.link(), rule, fence.number()));
    }

    /** One that needs longer to stop than others is waited for longer. */
    private SilenceRule ruleOf(CutOff cutOff) {
        return cutOff instanceof CutOff.StopsWhatBegan began
                ? silences.rule().stoppingWithin(began.within())
                : silences.rule();
    }

    /** Whether nothing of an attempt can run any more in its region, which is given up. */
    boolean isStopped(Attempt part) {
        return book.region(part.assignment().pool().region())
                .map(known -> switch (known.facts().cutOff()) {
                    case CutOff.GoesOn _ -> false;
                    case CutOff.Stops _ -> true;
                    case CutOff.StopsWhatBegan _ -> !part.mayBeginLate();
                })
                .orElse(false);
    }

    void disconnected(RegionName region) {
        links.remove(region);
        book.disconnected(region);
        silences.disconnected(region);
    }

    /** Its full report is in. */
    void synchronised(Event.Synchronised full) {
        book.synchronised(full.region(), full.pools());
        homecoming.isBack(full.region());
    }

    void cordon(Event.Cordon cordon, Outcome outcome) {
        if (book.cordon(cordon.region(), cordon.note())) {
            keep(cordon.region(), outcome);
        }
    }

    void maintain(Event.Maintain maintain, Outcome outcome) {
        if (book.maintain(maintain.region(), maintain.maintenance())) {
            keep(maintain.region(), outcome);
        }
    }

    void fenced(Event.Fenced fenced, Outcome outcome) {
        if (silences.durable(fenced.region(), fenced.number())) {
            keep(fenced.region(), outcome);
        }
    }

    /** Has those fenced whose time is over; those whose work is to be given up now. */
    List<RegionName> lookForSilent(Roster roster, Instant now, Outcome outcome) {
        return SilentRegions.look(silences, book, roster, now, steady.apply(now), links.size(), due -> {
            // The mark is durable before the fence is written.
            keep(due.region(), outcome);
            outcome.fence(due);
        });
    }

    /** What is durable of a region. */
    private void keep(RegionName name, Outcome outcome) {
        book.region(name)
                .ifPresent(region -> outcome.changes()
                        .put(new KnownRegion(
                                region.facts(), region.cordonNote(), region.maintenance(), silences.markOf(name))));
    }

    /** With no link a command is not lost: the next full report shows what is missing, and it is given again. */
    void send(Outcome outcome) {
        for (var command : outcome.commands()) {
            link(command.region()).ifPresent(link -> outcome.say(new Message.Send(link, command)));
        }
    }
}
