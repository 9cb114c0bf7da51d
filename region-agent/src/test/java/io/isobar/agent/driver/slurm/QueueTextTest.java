package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as squeue and sacct of Slurm 22.05 print them. */
class QueueTextTest {
    @Test
    void readsWhenAJobThatIsOnlyAskedAboutWouldStart() {
        assertThat(QueueText.foretoldStart("""
                sbatch: Warning: can't run 1 processes on 3 nodes, setting nnodes to 1
                sbatch: Job 7 to start at 1796012037 using 1 processors on nodes d1 in partition dcu
                """)).contains(Instant.ofEpochSecond(1_796_012_037));
        assertThat(QueueText.foretoldStart("sbatch: Job 7 to start at N/A using 1 processors"))
                .isEmpty();
    }

    @Test
    void readsAJobOfEachKind() {
        List<SlurmJob> jobs = QueueText.squeue("""
                28|PENDING|0|N/A|N/A|ReqNodeNotAvail, UnavailableNodes:g2|isobar:1f:w-a-1:1:0|
                3|FAILED|36608|1796030969|1796030971|NonZeroExitCode|(null)|
                4|CANCELLED|9|1796030969|1796030971|None|two
                lines|and a bar|
                5|RUNNING|0|1796030969|1827566969|None|a|b|
                """);

        assertThat(jobs)
                .containsExactly(
                        new SlurmJob(
                                28,
                                JobState.PENDING,
                                "ReqNodeNotAvail, UnavailableNodes:g2",
                                0,
                                null,
                                null,
                                "isobar:1f:w-a-1:1:0"),
                        new SlurmJob(
                                3,
                                JobState.FAILED,
                                "NonZeroExitCode",
                                143,
                                Instant.ofEpochSecond(1_796_030_969),
                                Instant.ofEpochSecond(1_796_030_971),
                                "(null)"),
                        new SlurmJob(
                                4,
                                JobState.CANCELLED,
                                "",
                                137,
                                Instant.ofEpochSecond(1_796_030_969),
                                Instant.ofEpochSecond(1_796_030_971),
                                "two"),
                        new SlurmJob(
                                5,
                                JobState.RUNNING,
                                "",
                                0,
                                Instant.ofEpochSecond(1_796_030_969),
                                Instant.ofEpochSecond(1_827_566_969),
                                "a|b"));
    }

    @Test
    void concludesNothingFromAStateThatItDoesNotKnow() {
        SlurmJob job = QueueText.squeue("7|LEVITATING|0|N/A|N/A|None||").getFirst();

        assertThat(job.state()).isEqualTo(JobState.UNKNOWN);
    }

    @Test
    void takesTheLastOfAJobsLinesInAccountingAndNoneOfAnotherJobOfTheSameNumber() {
        String said = """
                12|NODE_FAIL|0:0|1796030969|1796030971|/shared/w-1
                12|CANCELLED by 1000|0:15|1796030980|1796030990|/shared/w-1
                12|COMPLETED|0:0|1796030980|1796030990|/home/somebody
                13|COMPLETED|0:0|1796030980|1796030990|
                """;

        assertThat(QueueText.sacct(said, 12, Path.of("/shared/w-1"))).hasValueSatisfying(job -> {
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(job.exitCode()).isEqualTo(143);
            assertThat(job.endedAt()).isEqualTo(Instant.ofEpochSecond(1_796_030_990));
        });
        assertThat(QueueText.sacct(said, 13, Path.of("/shared/w-1"))).isPresent();
        assertThat(QueueText.sacct(said, 14, Path.of("/shared/w-1"))).isEmpty();
    }
}
