package io.isobar.broker.leader;

import io.isobar.broker.capacity.ClockOffset;
import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Waiting;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.network.LinkReading;
import io.isobar.broker.session.RegionLink;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the leader is told. */
public sealed interface Event {
    /** A workload was accepted, and is durable. */
    record Accepted(Workload workload) implements Event {}

    /** Its user wants it gone. */
    record Cancel(WorkloadId workload) implements Event {}

    /** An operator cordons a region, or takes the cordon back with a null note. */
    record Cordon(RegionName region, @Nullable String note) implements Event {}

    /** An operator announces maintenance of a region, or takes it back with null. */
    record Maintain(RegionName region, @Nullable Maintenance maintenance) implements Event {}

    /** An operator reserves nodes; where that cannot be, it changes nothing. */
    record Reserve(Reservation reservation) implements Event {}

    /** An operator takes a reservation back. */
    record Unreserve(Reservation.Key reservation) implements Event {}

    /** All that is measured of links by now, in the place of what was before; times by the broker's clock. */
    record LinksMeasured(List<LinkReading> readings) implements Event {
        public LinksMeasured {
            readings = List.copyOf(readings);
        }
    }

    /** A fence of a region is in the topic. */
    record Fenced(RegionName region, long number) implements Event {}

    /** Something a region said; it counts only while the link that brought it is the region's current one. */
    sealed interface FromRegion extends Event {
        RegionName region();

        RegionLink link();
    }

    /** Its agent opened a session. The newest link of a region is its only one. */
    record Connected(RegionFacts facts, RegionLink link) implements FromRegion {
        @Override
        public RegionName region() {
            return facts.name();
        }
    }

    record Disconnected(RegionName region, RegionLink link) implements FromRegion {}

    /** A sign of life; nulls are not measured. */
    record Heard(
            RegionName region,
            RegionLink link,
            Instant at,
            @Nullable ClockOffset clock,
            @Nullable Duration roundTrip) implements FromRegion {}

    /** Both times by the broker's clock; it was observed no later than received. */
    record PoolReported(RegionLink link, PoolReport report, Instant receivedAt, Instant observedAt)
            implements FromRegion {
        /** Of what was just seen. */
        public PoolReported(RegionLink link, PoolReport report, Instant receivedAt) {
            this(link, report, receivedAt, receivedAt);
        }

        @Override
        public RegionName region() {
            return report.key().region();
        }
    }

    /** A report that contradicts itself. */
    record PoolUnsound(RegionLink link, PoolKey pool, String why) implements FromRegion {
        @Override
        public RegionName region() {
            return pool.region();
        }
    }

    record PoolWithdrawn(RegionLink link, PoolKey pool) implements FromRegion {
        @Override
        public RegionName region() {
            return pool.region();
        }
    }

    /** The full report is complete; what it does not name is not there. */
    record Synchronised(RegionName region, RegionLink link, Set<String> pools, Set<AttemptId> attempts)
            implements FromRegion {}

    record Admitted(RegionName region, RegionLink link, AttemptId attempt, long coveredFrom) implements FromRegion {}

    record Refused(RegionName region, RegionLink link, AttemptId attempt, Reason reason, String message)
            implements FromRegion {}

    /**
     * The work of an attempt says how far it has come.
     *
     * @param total null: it does not say how much there is in all
     * @param at by the broker's clock
     */
    record Progressed(
            RegionName region,
            RegionLink link,
            AttemptId attempt,
            long steps,
            @Nullable Long total,
            Instant at) implements FromRegion {}

    /** An attempt waits in its region's own queue. */
    record Waits(RegionName region, RegionLink link, AttemptId attempt, Waiting waiting) implements FromRegion {}

    record Reported(RegionLink link, Report report) implements FromRegion {
        @Override
        public RegionName region() {
            return report.region();
        }
    }
}
