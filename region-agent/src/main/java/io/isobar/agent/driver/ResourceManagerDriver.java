package io.isobar.agent.driver;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port to a region's resource manager.
 *
 * <p>What every driver promises, and the contract suite checks:
 * <ul>
 *   <li>Work is its own by attempt id. Whatever carries another id, or the same name, is never touched.
 *   <li>{@link #launch} starts an attempt at most once, also when it is told twice or when the agent died in between.
 *   <li>Every launched attempt ends with exactly one {@link WorkEvent.Ended}, after which nothing of it runs. One
 *       {@link WorkEvent.Running} comes before it where all replicas ran.
 *   <li>All replicas run or none: when one ends badly, or one cannot start, the rest is stopped.
 *   <li>Work outlives the agent. After a restart {@link #start} takes it over, or tells what became of it.
 * </ul>
 * Calls return at once, save {@link #discover}, {@link #survey}, {@link #check} and {@link #start}, which may take seconds. Called from one thread, but for
 * {@link #output}, {@link #progress}, {@link #waits} and {@link #measure}, which may come from any. A driver never throws for what its resource manager does:
 * that is an event. Only {@link #discover}, {@link #survey} and {@link #start} may throw {@link ManagerUnavailableException}.
 */
public interface ResourceManagerDriver extends AutoCloseable {
    ManagerKind kind();

    /**
     * Whether what runs ends when the region's lease has run out, even if the agent is dead or asleep by then. Without that promise the
     * broker cannot start it elsewhere while the region is silent.
     */
    default boolean stopsWithoutAgent() {
        return false;
    }

    /**
     * How long it may take from the end of the region's lease until nothing of what had begun runs, even if the agent is dead or asleep
     * by then; above 0. For a driver that does not keep {@link #stopsWithoutAgent}, as what it launched may begin late. Empty: no such
     * promise. Before {@link #start} only; it may ask the resource manager.
     *
     * @throws RuntimeException as {@link #discover}
     */
    default Optional<Duration> stopsWhatBeganWithin() {
        return Optional.empty();
    }

    /**
     * The lease by which {@link #stopsWhatBeganWithin} is kept, told before {@link #start}; where the region cannot promise it yet, one that
     * is never over. Not told where the region is not to stop anything when it is cut off.
     */
    default void heed(Lease lease) {}

    /**
     * Looks at the region: all its pools and nodes.
     *
     * @throws RuntimeException where the resource manager cannot be asked; the message says what to do
     */
    Inventory discover();

    /**
     * Looks at the region for its owner, and says also what is not offered and why. Before {@link #start} only; changes nothing.
     *
     * @throws RuntimeException as {@link #discover}
     */
    default Survey survey() {
        return new Survey(discover(), Map.of(), List.of());
    }

    /**
     * Whether what the driver needs is there and answers. Before {@link #start} only; changes nothing, and throws for nothing that it
     * finds.
     */
    default List<LinkCheck> check() {
        return List.of();
    }

    /** Why this order cannot run here, whatever is free: an image where there are none, a rule of the operator. */
    Optional<Refusal> vet(LaunchOrder order);

    /**
     * Begins to tell events, and takes over work from before a restart. Work that was launched but never started is started
     * now. Own work that is not among {@code known} is stopped: nobody can confirm it.
     */
    void start(List<KnownWork> known, WorkListener listener);

    /** Starts all replicas. A launch that fails is an end with reason LAUNCH_FAILED. */
    void launch(Work work);

    /** Asks to end, and after the grace kills, all that belongs to the attempt. Nothing where it is not known. */
    void stop(AttemptId attempt, Duration grace);

    /**
     * Ends the attempt by {@link Reason#LEFT_QUEUE} if it waits in the resource manager's queue; nothing where it has begun, also where that happens at the same
     * time, or where there is no queue.
     */
    default void leaveQueue(AttemptId attempt) {}

    /**
     * The end of the attempt is durable elsewhere. Its output stays readable for as long as the driver was told to keep it, also over
     * a restart where it is on disk; the rest is deleted. Nothing where the attempt runs, or is not known.
     */
    void forget(AttemptId attempt);

    /** What the attempt wrote; empty where it is not known here, or no longer kept. */
    Optional<WorkOutput> output(AttemptId attempt);

    /**
     * How far the work that runs has come, as it says itself; without what says nothing. It may read a file for each replica, and takes as long
     * as that. None where work has no way to say it.
     */
    default Map<AttemptId, WorkProgress> progress() {
        return Map.of();
    }

    /** Launched work that waits in the resource manager's queue, as of the last look there. */
    default Map<AttemptId, WorkWait> waits() {
        return Map.of();
    }

    /** Figures of the whole region, as of now; those that are not known are left out. */
    List<Measurement> measure();

    /** Lets go without stopping any work. */
    @Override
    void close();
}
