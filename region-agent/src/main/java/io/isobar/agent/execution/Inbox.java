package io.isobar.agent.execution;

import io.isobar.agent.driver.WorkEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for a region's loop. Commands wait in front of a full inbox, which slows the broker's stream down; events of the
 * driver never wait, and are few: a bounded number for each of a bounded number of attempts.
 */
public final class Inbox {
    private static final int MAX_COMMANDS = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<RegionInput> inputs = new ArrayDeque<>();
    private int commands;
    private boolean woken;
    private boolean closed;

    /** Waits where the inbox is full; returns false where it is closed. */
    public boolean put(BrokerCommand command) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (commands >= MAX_COMMANDS && !closed) {
                notFull.await();
            }
            if (closed) {
                return false;
            }
            commands++;
            inputs.add(new RegionInput.FromBroker(command));
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Never waits. */
    public void put(WorkEvent event) {
        lock.lock();
        try {
            if (!closed) {
                inputs.add(new RegionInput.FromDriver(event));
                notEmpty.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait for inputs once, though none came. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that is there, at most {@code atMost}; waits for the first one, but no longer than {@code patience}. */
    public List<RegionInput> take(int atMost, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = Math.max(0, patience.toNanos());
            while (inputs.isEmpty() && !closed && !woken && nanos > 0) {
                nanos = notEmpty.awaitNanos(nanos);
            }
            woken = false;
            List<RegionInput> taken = new ArrayList<>(Math.min(atMost, inputs.size()));
            while (taken.size() < atMost && !inputs.isEmpty()) {
                RegionInput input = inputs.remove();
                if (input instanceof RegionInput.FromBroker) {
                    commands--;
                }
                taken.add(input);
            }
            notFull.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** For the awaiting loop: how long, in whole milliseconds, never negative. */
    static Duration patience(Duration until) {
        return Duration.ofNanos(Math.clamp(until.toNanos(), 0, TimeUnit.SECONDS.toNanos(60)));
    }
}
