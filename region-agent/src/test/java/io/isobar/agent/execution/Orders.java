package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.inventory.YamlInventory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders for tests, on a pool of four nodes with eight units each. */
public final class Orders {
    public static final PoolName POOL = new PoolName("a100");
    public static final Inventory INVENTORY = YamlInventory.read("test", """
            pools:
              - name: a100
                accelerator: A100
                nodes: [ { count: 4, units: 8, cpus: 64, memory: 512GiB } ]
            """);

    private Orders() {}

    public static AttemptId id(String workload, long epoch) {
        return new AttemptId(workload + "-" + epoch);
    }

    public static LaunchOrder order(String workload, long epoch) {
        return order(workload, epoch, 1, null);
    }

    public static LaunchOrder order(String workload, long epoch, int replicas, @Nullable Duration timeLimit) {
        return new LaunchOrder(
                new AttemptKey(id(workload, epoch), new WorkloadId(workload), epoch),
                "job",
                "tenant",
                List.of("python", "train.py", "--text", "zwölf ☃"),
                "example/image:1",
                Map.of("A", "1", "B", ""),
                "cuda",
                new Demand(POOL, replicas, new Resources(8, 1_000, 1 << 30)),
                Duration.ofSeconds(5),
                timeLimit,
                Duration.ofMillis(1_500));
    }
}
