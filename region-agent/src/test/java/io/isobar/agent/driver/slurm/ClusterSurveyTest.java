package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.PoolFacts;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.inventory.PoolName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of lines as Slurm prints them. */
class ClusterSurveyTest {
    private static final String PARTITIONS = """
            PartitionName=gpu State=UP MaxTime=7-00:00:00 MaxNodes=4
            PartitionName=old State=DOWN MaxTime=UNLIMITED MaxNodes=UNLIMITED
            PartitionName=private State=UP MaxTime=UNLIMITED MaxNodes=UNLIMITED
            """;

    private static Survey survey(List<String> partitions, Map<String, String> accelerators, String... nodes) {
        SlurmSettings settings = new SlurmSettings(
                partitions,
                accelerators,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                QueueSettings.NONE,
                SiteRuntime.NONE,
                Duration.ofSeconds(1),
                pool -> pool);
        return new ClusterSurvey(
                        new Cluster(ClusterText.nodes(String.join("\n", nodes)), ClusterText.partitions(PARTITIONS)),
                        settings)
                .survey();
    }

    private static String node(String name, String partition, String state, String more) {
        return "NodeName=" + name + " Arch=x86_64 CPUAlloc=0 CPUEfctv=64 CPUTot=64 RealMemory=524288 AllocMem=0 State="
                + state + " Partitions=" + partition + " " + more;
    }

    @Test
    void tellsWhereAPoolComesFromAndItsLimits() {
        Survey survey = survey(
                List.of("gpu"),
                Map.of("gpu:a100", "A100-80GB"),
                node("g1", "gpu", "IDLE", "Gres=gpu:a100:8 GresUsed=gpu:a100:0"));

        assertThat(survey.inventory().nodes()).hasSize(1);
        assertThat(survey.facts())
                .containsExactly(
                        Map.entry(new PoolName("gpu-a100-80gb"), new PoolFacts("gpu:a100", Duration.ofDays(7), 4L)));
        assertThat(survey.remarks()).isEmpty();
    }

    @Test
    void saysWhichNodesTakeNoWorkAndWhy() {
        Survey survey = survey(
                List.of("gpu"),
                Map.of(),
                node("g1", "gpu", "IDLE+DRAIN", ""),
                node("g2", "gpu", "MYSTERY", ""),
                node("g3", "gpu", "IDLE", "Gres=gpu:a100:8"),
                node("g4", "private", "IDLE", ""));

        assertThat(survey.remarks())
                .containsExactly(
                        new Remark("node g1", "not usable, its state is IDLE+DRAIN"),
                        new Remark("node g2", "not usable, its state is MYSTERY"),
                        new Remark("node g3", "not usable, Slurm does not tell what jobs have of it"),
                        new Remark("node g4", "is in no partition that is offered"));
    }

    @Test
    void saysWhatIsTheMatterWithPartitions() {
        Survey survey = survey(List.of("gpu", "old", "gone"), Map.of(), node("g1", "old", "IDLE", ""));

        assertThat(survey.remarks())
                .containsExactly(
                        new Remark(
                                "partition gone",
                                "is to be offered and does not exist, or the agent's account may not see it"),
                        new Remark("partition gpu", "has no nodes"),
                        new Remark("partition old", "is not UP: nothing starts there"));
    }

    @Test
    void saysWhichResourcesAreNotOfferedAndWhichCardsAreDrained() {
        Survey survey = survey(
                List.of("gpu"),
                Map.of(),
                node(
                        "g1",
                        "gpu",
                        "IDLE",
                        "Gres=gpu:a100:8,gpu:v100:2,shard:16 GresUsed=gpu:a100:0,gpu:v100:0,shard:0 GresDrain=gpu:a100:1"));

        assertThat(survey.remarks())
                .containsExactly(
                        new Remark("resource gpu:v100", "not offered where its node has more of another, gpu:a100"),
                        new Remark(
                                "resource shard",
                                "taken for no accelerator; slurm.accelerators gives it a name where it is one"),
                        new Remark("node g1", "gpu:a100:1 drained, not offered"));
    }

    @Test
    void saysWhichAmountsAreNotKnown() {
        Survey survey = survey(List.of("gpu"), Map.of(), "NodeName=g1 CPUAlloc=0 AllocMem=0 State=IDLE Partitions=gpu");

        assertThat(survey.remarks())
                .containsExactly(
                        new Remark("node g1", "its processors are not known: nothing that asks for some fits"),
                        new Remark("node g1", "its memory is not known: nothing that asks for some fits"));
    }
}
