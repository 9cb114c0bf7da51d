package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines as Slurm 22.05 prints them, shortened where nothing is read. */
class ClusterTextTest {
    private static final String BUSY =
            "NodeName=g1 Arch=x86_64 CoresPerSocket=32  CPUAlloc=2 CPUEfctv=62 CPUTot=64 CPULoad=1.26"
                    + " AvailableFeatures=a100,nvlink ActiveFeatures=a100,nvlink Gres=gpu:a100:8(S:0-1) GresDrain=N/A"
                    + " GresUsed=gpu:a100:2(IDX:0-1),dcu:0 NodeAddr=127.0.0.1 Port=21801 Version=22.05.8"
                    + " OS=Linux 6.18.44 #1 SMP PREEMPT_DYNAMIC @0  RealMemory=524288 AllocMem=1024 FreeMem=20187 MemSpecLimit=2048"
                    + " State=MIXED+DRAIN ThreadsPerCore=1 Partitions=gpu,all  BootTime=2026-11-28T22:00:01"
                    + " Reason=State=IDLE was wrong, CPUAlloc=0 too [root@2026-11-29T09:29:39]";

    private static SlurmNode node(String line) {
        return ClusterText.nodes(line).getFirst();
    }

    @Test
    void readsWhatANodeHasAndWhatJobsHaveOfIt() {
        SlurmNode node = node(BUSY);

        assertThat(node.name()).isEqualTo("g1");
        assertThat(node.architecture()).isEqualTo("x86_64");
        assertThat(node.cpus()).isEqualTo(62);
        assertThat(node.cpusAllocated()).isEqualTo(2);
        assertThat(node.memoryMib()).isEqualTo(522_240);
        assertThat(node.memoryAllocatedMib()).isEqualTo(1_024);
        assertThat(node.gres()).containsExactly(new Gres("gpu", "a100", 8));
        assertThat(node.gresAllocated()).containsExactly(new Gres("gpu", "a100", 2), new Gres("dcu", null, 0));
        assertThat(node.gresDrained()).isEmpty();
        assertThat(node.partitions()).isEqualTo(Set.of("gpu", "all"));
    }

    @Test
    void isNotMisledByWhatAPersonWroteAsReason() {
        assertThat(node(BUSY).state().base()).isEqualTo("MIXED");
        assertThat(node(BUSY).state().flags()).containsExactly("DRAIN");
    }

    @Test
    void doesNotKnowWhatIsNotThere() {
        SlurmNode node = node("NodeName=new State=UNKNOWN Gres=gpu:8 Partitions=gpu");

        assertThat(node.cpus()).isNull();
        assertThat(node.cpusAllocated()).isNull();
        assertThat(node.memoryMib()).isNull();
        assertThat(node.gresAllocated()).isNull();
    }

    @Test
    void takesAllProcessorsWhereNoneAreSetApart() {
        assertThat(node("NodeName=old CPUAlloc=0 CPUTot=16 RealMemory=64000 State=IDLE")
                        .cpus())
                .isEqualTo(16);
    }

    @Test
    void readsTheLimitsOfPartitions() {
        List<SlurmPartition> partitions = ClusterText.partitions("""
                PartitionName=gpu AllowGroups=ALL Default=YES DefaultTime=00:01:00 MaxNodes=4 MaxTime=2-00:00:00 Nodes=g[1-2] State=UP TotalCPUs=128
                PartitionName=old MaxNodes=UNLIMITED MaxTime=UNLIMITED State=DRAIN
                """);

        assertThat(partitions)
                .containsExactly(
                        new SlurmPartition("gpu", true, Duration.ofDays(2), 4L),
                        new SlurmPartition("old", false, null, null));
    }

    @Test
    void saysWhichLineItDoesNotUnderstand() {
        assertThatThrownBy(() -> ClusterText.partitions("PartitionName=odd MaxTime=soon State=UP"))
                .isInstanceOf(SlurmUnavailableException.class)
                .hasMessageContaining("'soon'")
                .hasMessageContaining("PartitionName=odd");
    }
}
