package io.isobar.integration.benchmark;

import io.isobar.integration.scenario.LaunchedFederation;
import io.isobar.integration.scenario.RealCluster;
import io.isobar.integration.scenario.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short jobs of one accelerator on the node of bin/kubernetes-up whose kubelet runs containers, through a region with the settings that a
 * region has by itself, and as pods made directly.
 */
class KubernetesBenchmark {
    private static final int WARM_UP = 5;
    private static final int JOBS = Integer.getInteger("isobar.bench.jobs", 200);
    /** A kubelet looks at its containers once a second: what is shorter may never be seen to run. */
    private static final String LASTS_S = "1.2";

    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx192m -XX:TieredStopAtLevel=1 }
            broker:
              isobar.broker.money: { currency: CNY }
            agents:
              cluster:
                regions:
                  cluster:
                    driver: kubernetes
                    provider: this-machine
                    kubernetes: { kubeconfig: "@KUBECONFIG@", namespace: isobar, node-labels: isobar.io/real=true, default-image: "@IMAGE@" }
                    offers: [ { accelerator: NVIDIA-A100-SXM4-40GB, mode: on-demand, price: "4.00 CNY", per: card-hour } ]
            """;

    @TempDir
    Path folder;

    private LaunchedFederation federation;
    private BareKubernetes bare;

    @BeforeEach
    void start() throws IOException {
        String administrator = System.getenv("ISOBAR_KUBECONFIG");
        Assumptions.assumeTrue(
                administrator != null,
                () ->
                        "NOT RUN, there is no Kubernetes: integration-tests/bin/kubernetes-up starts one, and says why it cannot");
        String image = String.valueOf(System.getenv("ISOBAR_KUBERNETES_IMAGE"));
        bare = BareKubernetes.of(Path.of(administrator), Map.of("isobar.io/real", "true"), image);
        federation = LaunchedFederation.start(
                folder.resolve("federation"),
                FEDERATION
                        .replace(
                                "@KUBECONFIG@",
                                RealCluster.agentConfiguration(Path.of(administrator), folder)
                                        .toString())
                        .replace("@IMAGE@", image));
        new Runs(federation).awaitAllLinksGood();
    }

    @AfterEach
    void stop() {
        if (federation != null) {
            federation.close();
        }
        if (bare != null) {
            bare.close();
        }
    }

    @Test
    @SuppressWarnings("SystemOut")
    void fromSubmitToTheFirstAct() throws Exception {
        var runs = new Runs(federation);
        new RegionAgainstBare(runs, bare, command -> OneCard.of("cluster", "A100-40GB", command), LASTS_S, folder)
                .oneByOne(WARM_UP, JOBS)
                .forEach(System.out::println);
    }
}
