package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.driver.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at the real Slurm. */
class SlurmSurveyTest {
    @TempDir
    Path folder;

    @Test
    void showsTheClusterAndLeavesNothingBehind() throws IOException {
        RealSlurm slurm = RealSlurm.find();
        try (SlurmSite site = new SlurmSite(folder, slurm);
                ResourceManagerDriver driver = site.open(Duration.ofMinutes(5), QueueSettings.NONE, true)) {
            Survey survey = driver.survey();

            assertThat(survey.inventory().nodes()).hasSize(4).allMatch(node -> node.usable());
            assertThat(survey.facts())
                    .containsOnlyKeys(SlurmSite.GPUS, SlurmSite.DCUS)
                    .hasEntrySatisfying(
                            SlurmSite.GPUS, gpu -> assertThat(gpu.deviceText()).isEqualTo("gpu:a100"))
                    .hasEntrySatisfying(
                            SlurmSite.DCUS, dcu -> assertThat(dcu.deviceText()).endsWith(":z100"));
            assertThat(survey.remarks()).isEmpty();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void checksWhetherSlurmWouldTakeItsJobs() {
        RealSlurm slurm = RealSlurm.find();
        try (SlurmSite site = new SlurmSite(folder, slurm);
                ResourceManagerDriver driver = site.open()) {
            assertThat(driver.check())
                    .allMatch(LinkCheck::good)
                    .extracting(LinkCheck::name)
                    .containsExactly("scontrol and squeue", "partition gpu", "partition dcu");
        }
    }

    @Test
    void saysWhatIsWrongWithAPartition() {
        RealSlurm slurm = RealSlurm.find();
        slurm.run("scontrol", "update", "PartitionName=dcu", "State=DOWN");
        try (SlurmSite site = new SlurmSite(folder, slurm);
                ResourceManagerDriver driver = site.open()) {
            assertThat(driver.check())
                    .filteredOn(check -> !check.good())
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.name()).isEqualTo("partition dcu");
                        assertThat(check.remedy()).contains("scontrol update PartitionName=dcu State=UP");
                    });
        } finally {
            slurm.run("scontrol", "update", "PartitionName=dcu", "State=UP");
        }
    }

    @Test
    void namesADrainedNode() {
        RealSlurm slurm = RealSlurm.find();
        slurm.run("scontrol", "update", "nodename=g1", "state=drain", "reason=test");
        try (SlurmSite site = new SlurmSite(folder, slurm);
                ResourceManagerDriver driver = site.open()) {
            assertThat(driver.survey().remarks())
                    .containsExactly(new Remark("node g1", "not usable, its state is IDLE+DRAIN"));
        } finally {
            slurm.run("scontrol", "update", "nodename=g1", "state=resume");
        }
    }
}
