package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
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
import io.isobar.agent.lease.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A driver on the real Kubernetes, and what the tests of it share. */
abstract class KubernetesFixture {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    static final PoolName HOLLOW = new PoolName("nvidia-a100-sxm4-80gb");

    @TempDir
    Path folder;

    final RecordedEvents events = new RecordedEvents();
    RealKubernetes cluster;
    KubernetesSite site;
    KubernetesDriver driver;

    @BeforeEach
    void open() {
        cluster = RealKubernetes.find();
        site = new KubernetesSite(folder, cluster);
        startHeeding(null, site.everything(Duration.ofMinutes(5)));
    }

    final void start(Duration startWithin, KnownWork... known) {
        start(site.everything(startWithin), known);
    }

    final void start(KubernetesSettings settings, KnownWork... known) {
        startHeeding(null, settings, known);
    }

    final void startHeeding(@Nullable Lease lease, KubernetesSettings settings, KnownWork... known) {
        driver = site.open(settings);
        driver.discover();
        if (lease != null) {
            driver.heed(lease);
        }
        driver.start(List.of(known), events);
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
            cluster.awaitEmpty();
            site.close();
        }
    }

    static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    Work work(String workload, PoolName pool, List<String> nodes, Resources shape, String... command) {
        return work(workload, null, pool, nodes, shape, command);
    }

    private static Work work(
            String workload,
            @Nullable String image,
            PoolName pool,
            List<String> nodes,
            Resources shape,
            String... command) {
        AttemptId id = new AttemptId(workload + "-1");
        Demand demand = new Demand(pool, nodes.size(), shape);
        return new Work(
                KubernetesSite.order(new AttemptKey(id, id.workload(), 1), "job", List.of(command), demand, image),
                new Placement(demand, nodes.stream().map(NodeName::new).toList()));
    }

    /** On the node that runs containers. */
    Work one(String workload, String... command) {
        return work(workload, KubernetesSite.REAL, List.of(cluster.node), KubernetesSite.SMALL, command);
    }

    /** In an image of its own. */
    Work in(String image, String workload) {
        return work(workload, image, KubernetesSite.REAL, List.of(cluster.node), KubernetesSite.SMALL, "true");
    }

    /** On nodes whose containers run until they are told to stop. */
    Work hollow(String workload, Resources shape, String... nodes) {
        return work(workload, HOLLOW, List.of(nodes), shape, "any");
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
        byte[] buffer = new byte[1 << 21];
        int length = driver.output(work.id()).orElseThrow().read(replica, OutputStreamKind.STDOUT, 0, buffer);
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    String podOf(Work work, int replica) {
        return new OwnerMark(OwnerMark.ownerOf(folder.resolve("region").toAbsolutePath()), work.id(), 1, replica)
                .podName();
    }

    @Nullable
    Pod pod(Work work, int replica) {
        return cluster.admin
                .pods()
                .inNamespace(RealKubernetes.NAMESPACE)
                .withName(podOf(work, replica))
                .get();
    }

    Inventory newestLook() {
        eventually(() -> events.looks() > 0);
        return events.all().stream()
                .filter(WorkEvent.Looked.class::isInstance)
                .map(event -> ((WorkEvent.Looked) event).inventory())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Units that nobody but the federation may have of what is free. */
    static long offeredUnits(Node node) {
        Long foreign = node.foreign().units();
        return node.usable() && foreign != null ? node.total().units() - foreign : 0;
    }

    static Node node(Inventory inventory, String name) {
        return inventory.nodes().stream()
                .filter(node -> node.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
