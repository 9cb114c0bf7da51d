package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A driver on the real Slurm, and what the tests of it share. */
abstract class SlurmFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    final RecordedEvents events = new RecordedEvents();
    RealSlurm slurm;
    SlurmSite site;
    SlurmDriver driver;

    @BeforeEach
    void open() {
        slurm = RealSlurm.find();
        site = new SlurmSite(folder, slurm);
        start(Duration.ofMinutes(5));
    }

    final void start(Duration startWithin, KnownWork... known) {
        driver = site.open(startWithin);
        driver.discover();
        driver.start(List.of(known), events);
    }

    /** Another driver, in the place of the one that is there, whose last task has ended: it would take the jobs of this one for nobody's. */
    final void reopen(Function<SlurmSite, SlurmDriver> opening) {
        driver.close();
        site.close();
        site = new SlurmSite(folder, slurm);
        driver = opening.apply(site);
        driver.discover();
        driver.start(List.of(), events);
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
            site.close();
            slurm.run("scancel", "--user=" + RealSlurm.ACCOUNT);
            eventually(() -> slurm.run("squeue", "-h", "-t", "R,CG,S,PD").isEmpty());
        }
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    Work work(String workload, PoolName pool, List<String> nodes, Resources shape, String... command) {
        return work(workload, pool, nodes, shape, null, command);
    }

    Work work(
            String workload,
            PoolName pool,
            List<String> nodes,
            Resources shape,
            @Nullable Duration limit,
            String... command) {
        AttemptId id = new AttemptId(workload + "-1");
        Demand demand = new Demand(pool, nodes.size(), shape);
        return new Work(
                SlurmSite.order(new AttemptKey(id, id.workload(), 1), "job", List.of(command), demand, limit),
                new Placement(demand, nodes.stream().map(NodeName::new).toList()));
    }

    Work one(String workload, String... command) {
        return work(workload, SlurmSite.GPUS, List.of("g1"), SlurmSite.SMALL, command);
    }

    WorkEnd endOf(Work work) {
        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.ends(work.id())).hasSize(1);
        return events.end(work.id()).orElseThrow();
    }

    void awaitRunning(Work work) {
        eventually(() -> events.running(work.id()) == 1);
    }

    String output(Work work, int replica) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int length = driver.output(work.id()).orElseThrow().read(replica, OutputStreamKind.STDOUT, 0, buffer);
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    long jobOf(Work work) {
        return new AttemptFolder(folder.resolve("attempts").resolve(work.id().value()), 1)
                .submitted(0)
                .orElseThrow();
    }

    Inventory newestLook(int after) {
        eventually(() -> events.all().stream().skip(after).anyMatch(WorkEvent.Looked.class::isInstance));
        return events.all().stream()
                .filter(WorkEvent.Looked.class::isInstance)
                .map(event -> ((WorkEvent.Looked) event).inventory())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    static Node node(Inventory inventory, String name) {
        return inventory.nodes().stream()
                .filter(node -> node.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
