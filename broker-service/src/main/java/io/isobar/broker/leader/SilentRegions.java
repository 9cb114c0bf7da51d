package io.isobar.broker.leader;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.fencing.Silences;
import io.isobar.broker.workload.DisconnectPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a turn does about regions that are silent. */
final class SilentRegions {
    private SilentRegions() {}

    /**
     * Has those fenced whose time is over; returns those whose work is to be given up now.
     *
     * @param now by the clock that people see
     * @param steady by one that nobody sets
     */
    static List<RegionName> look(
            Silences silences,
            CapacityBook book,
            Roster roster,
            Instant now,
            Instant steady,
            int connected,
            Consumer<Silences.Due.Fence> fence) {
        var lost = new ArrayList<RegionName>();
        for (var due : silences.look(steady, region -> promises(region, book, roster), connected)) {
            switch (due) {
                case Silences.Due.Fence next -> fence.accept(next);
                case Silences.Due.GiveUp(var region) -> lost.add(region);
            }
        }
        silences.regions().forEach(region -> show(region, silences, book, roster, now));
        return lost;
    }

    private static void show(RegionName region, Silences silences, CapacityBook book, Roster roster, Instant now) {
        var known = book.region(region).orElse(null);
        var phase = silences.phaseOf(region).orElse(null);
        if (known == null || phase == null) {
            return;
        }
        var link =
                switch (phase) {
                    case WAITED_FOR, FENCING -> known.link();
                    case FENCED -> Link.FENCED;
                    case LOST -> Link.LOST;
                };
        var left = promises(region, book, roster) ? silences.left(region).orElse(null) : null;
        var before = known.givenUpAt();
        boolean same = before != null && left != null && isAbout(before, now.plus(left));
        book.silent(region, link, same ? before : left == null ? null : now.plus(left));
    }

    /** It is reckoned anew with every turn, and is not another time for that. */
    private static boolean isAbout(Instant one, Instant other) {
        return Math.abs(one.toEpochMilli() - other.toEpochMilli()) < 2_000;
    }

    /** Whether it stops when it is cut off, and has work that may then start elsewhere. */
    private static boolean promises(RegionName region, CapacityBook book, Roster roster) {
        return book.region(region)
                        .filter(known -> known.facts().stopsWhenCutOff())
                        .isPresent()
                && roster.anyIn(region, workload -> workload.spec().disconnect() != DisconnectPolicy.KEEP_RUNNING);
    }
}
