package io.isobar.integration.simulation;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.execution.AttemptJournal;
import io.isobar.agent.execution.DecisionLog;
import io.isobar.agent.execution.Inbox;
import io.isobar.agent.execution.JournalContents;
import io.isobar.agent.execution.JournalRecord;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionExecution;
import io.isobar.agent.execution.RegionLoop;
import io.isobar.agent.lease.FenceWatch;
import io.isobar.agent.lease.Lease;
import io.isobar.agent.session.BrokerLink;
import io.isobar.agent.session.RegionPort;
import io.isobar.agent.session.wire.RegionWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One life of a region's agent: the real loop, journal records, lease, link and session, driven by simulated time. What follows from a
 * decision waits until the disk has it, as the real loop waits in its write.
 */
final class AgentProcess {
    private static final Duration VALIDITY = Duration.ofSeconds(30);

    private final Timeline time;
    private final Region region;
    private final Life life;
    private final Inbox inbox = new Inbox();
    private final Lease lease;
    private final AdmissionBook capacity;
    private final RegionLoop loop;
    private final BrokerLink link;
    private final ArrayDeque<Runnable> afterDisk = new ArrayDeque<>();
    private boolean writing;
    private long loopTicket;
    private long linkTicket;

    AgentProcess(Timeline time, Region region, Life life, FenceTopic topic) {
        this.time = time;
        this.region = region;
        this.life = life;
        var machine = region.machine();
        lease = switch (region.promise()) {
            case GOES_ON -> Lease.withoutEnd(machine::sinceBoot);
            case STOPS -> new Lease(machine::sinceBoot);
            case STOPS_WHAT_BEGAN -> new Lease(machine::sinceBoot, Promise.WITHIN);
        };
        var kept = machine.lease();
        if (kept != null) {
            lease.resume(kept);
        }
        capacity = new AdmissionBook(machine.clock().toEpochMilli() * 1_000);
        capacity.look(region.told());
        var driver = new MachineDriver(region.manager(), region.told(), this::afterDisk, region::launches);
        link = new BrokerLink(
                new RegionPort(
                        RegionWriter.write(
                                region.profile(),
                                "simulated",
                                region.promise() == Promise.STOPS,
                                region.promise() == Promise.STOPS_WHAT_BEGAN ? Promise.WITHIN : null),
                        "incarnation-" + life.name(),
                        inbox,
                        attempt -> Optional.empty(),
                        lease),
                region.brokers(),
                address -> region.dial(address, life),
                Runnable::run,
                machine::clock,
                new Random(time.dice().nextLong()),
                VALIDITY);
        loop = new RegionLoop(
                new RegionExecution(capacity, driver::vet, new RegionCounters(), lease),
                new Journal(),
                driver,
                inbox,
                message -> afterDisk(() -> {
                    link.tell(message);
                    if (link.isHeld()) {
                        stepLink(Duration.ZERO);
                    }
                }),
                new DecisionLog(region.profile().name()),
                machine::clock,
                VALIDITY.dividedBy(3),
                lease,
                machine::keep);
        if (region.promise() != Promise.GOES_ON) {
            var fences = new FenceWatch(machine::sinceBoot);
            fences.add(region.name(), lease, () -> {
                inbox.wake();
                poke();
            });
            topic.read(region.name(), life, fences);
        }
    }

    void begin() {
        life.whenPoked(this::poke);
        life.doing(() -> {
            try {
                loop.recover();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            region.manager()
                    .attach(event -> life.after(time.about(Duration.ofMillis(1)), "", () -> {
                        inbox.put(event);
                        poke();
                    }));
            poke();
            stepLink(Duration.ZERO);
        });
    }

    /** Something may have come in: whatever waits looks. */
    void poke() {
        turn(Duration.ZERO);
        if (link.isHeld()) {
            stepLink(Duration.ZERO);
        }
    }

    boolean allows(Duration stopsIn) {
        return lease.allows(stopsIn);
    }

    /** Held by admission, and not given back. */
    int held() {
        return capacity.heldAttempts();
    }

    private void turn(Duration wait) {
        long ticket = ++loopTicket;
        life.after(wait.plusNanos(200_000), "", () -> {
            if (ticket == loopTicket && !writing) {
                try {
                    loop.turn(Duration.ZERO);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (ticket == loopTicket) {
                    turn(loop.patience());
                }
            }
        });
    }

    private void stepLink(Duration wait) {
        long ticket = ++linkTicket;
        life.after(wait.isNegative() ? Duration.ZERO : wait, "", () -> {
            if (ticket == linkTicket) {
                var next = link.step();
                if (ticket == linkTicket) {
                    stepLink(next);
                }
            }
        });
    }

    private void afterDisk(Runnable act) {
        if (writing) {
            afterDisk.add(act);
        } else {
            act.run();
        }
    }

    private final class Journal implements AttemptJournal {
        @Override
        public JournalContents open() {
            region.machine().journal().tear(Integer.MAX_VALUE);
            return region.machine().journal().contents();
        }

        @Override
        public void commit(List<JournalRecord> records, boolean force) {
            life.step("a write to the journal");
            writing = true;
            region.machine().journal().begin(records);
            life.after(region.diskTakes(), "", this::done);
        }

        private void done() {
            region.machine().journal().arrive();
            life.step("the journal is written");
            writing = false;
            for (var act = next(); act != null; act = next()) {
                act.run();
                life.step("an act of the agent");
            }
            poke();
        }

        private @Nullable Runnable next() {
            return writing ? null : afterDisk.poll();
        }

        @Override
        public void close() {}
    }
}
