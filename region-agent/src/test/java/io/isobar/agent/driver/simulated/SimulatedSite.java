package io.isobar.agent.driver.simulated;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Work;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.inventory.YamlInventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Timers on time that passes when the test says so. */
final class SimulatedSite implements DriverSite {
    private static final PoolName POOL = new PoolName("a100");
    private static final Inventory INVENTORY = YamlInventory.read("test", """
            pools:
              - name: a100
                accelerator: A100
                nodes: [ { count: 4, units: 8, cpus: 64, memory: 512GiB } ]
            """);
    private static final Scenario SCENARIO = Scenario.read("test", """
            rules:
              - { workload: "job-FAIL_WITH_7", run-time: 1s, exit-code: 7 }
              - { workload: "job-CANNOT_LAUNCH", launch-failure: "the image cannot be pulled" }
              - { workload: "job-RUN_LONG", run-time: 1h }
              - { workload: "job-RUN_SHORT", run-time: 3s }
              - { workload: "job-SUCCEED_SOON", run-time: 1s }
            """);

    private final ManualTime time = new ManualTime(Instant.EPOCH.plusSeconds(1));
    private final List<ResourceManagerDriver> opened = new ArrayList<>();

    @Override
    public ResourceManagerDriver open() {
        ResourceManagerDriver driver = new SimulatedDriver(INVENTORY, SCENARIO, 1, Instant.EPOCH, time, time);
        opened.add(driver);
        return driver;
    }

    @Override
    public LaunchOrder order(AttemptKey key, String name, Behaviour behaviour, int replicas) {
        return new LaunchOrder(
                key,
                name + "-" + behaviour,
                "tenant",
                List.of("hello"),
                null,
                Map.of(),
                "cuda",
                new Demand(POOL, replicas, new Resources(8, 1_000, 1 << 30)),
                Duration.ofSeconds(2),
                null,
                null);
    }

    @Override
    public Foreign startForeign(String name) {
        // Another agent's region on the same timers.
        ResourceManagerDriver other = new SimulatedDriver(INVENTORY, SCENARIO, 1, Instant.EPOCH, time, time);
        RecordedEvents events = new RecordedEvents();
        other.start(List.of(), events);
        AttemptId id = new AttemptId("w-1-1");
        LaunchOrder order = order(new AttemptKey(id, id.workload(), 1), name, Behaviour.RUN_LONG, 1);
        other.launch(new Work(
                order,
                new Placement(
                        order.demand(), List.of(INVENTORY.nodes().getFirst().name()))));
        return new Foreign() {
            @Override
            public boolean runs() {
                return events.running(id) == 1 && events.ends(id).isEmpty();
            }

            @Override
            public void close() {
                other.close();
            }
        };
    }

    @Override
    public void passTime() {
        time.pass(Duration.ofMillis(50));
    }

    @Override
    public void close() {
        opened.forEach(ResourceManagerDriver::close);
    }
}
