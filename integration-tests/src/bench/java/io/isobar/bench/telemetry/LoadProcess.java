package io.isobar.bench.telemetry;

import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;

/**
 * Agents of many regions in one process: their batches in turns, evenly over time, through the agent's own way to Kafka. Arguments: the
 * address of Kafka, regions, metric records a second. Runs until it is killed. What Kafka does not take in time is dropped, as agents do.
 */
final class LoadProcess {
    private LoadProcess() {}

    public static void main(String[] arguments) {
        var fleet = new Fleet(Integer.parseInt(arguments[1]), 42);
        long intervalNs = Math.round(1e9 * Fleet.RECORDS_OF_BATCH / Double.parseDouble(arguments[2]));
        var agent = new KafkaTelemetry(arguments[0]);
        Thread.ofPlatform().daemon().start(agent);
        var clock = Clock.systemUTC();
        long next = System.nanoTime();
        for (int i = 0; ; i = (i + 1) % fleet.regions()) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += intervalNs;
            agent.accept(fleet.next(i, clock.instant()));
        }
    }
}
