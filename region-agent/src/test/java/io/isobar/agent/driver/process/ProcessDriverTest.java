package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isobar.agent.admission.Demand;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a command is given, and how its end is told. */
class ProcessDriverTest extends ProcessFixture {
    @Test
    void tellsASignalAs128AndItsNumber() {
        launch("sh", "-c", "kill -KILL $$");

        WorkEnd end = end();

        assertThat(end.exitCode()).isEqualTo(137);
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
    }

    @Test
    void tellsACommandThatIsNotFoundFromOneThatEndsWith127() {
        launch("sh", "-c", "exit 127");

        assertThat(end().reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end().exitCode()).isEqualTo(127);
    }

    @Test
    void saysThatAFileIsNotExecutable() throws IOException {
        Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");

        launch(file.toString());

        assertThat(end().reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end().message()).contains("may not be executed");
    }

    @Test
    void saysThatTheInterpreterIsMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter -x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

        launch(file.toString());

        assertThat(end().reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end().message()).contains("/no/such/interpreter");
    }

    @Test
    void saysThatAProgramOfAnotherKindCannotBeExecuted() throws IOException {
        Path file = folder.resolve("program");
        Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

        launch(file.toString());

        assertThat(end().reason()).isEqualTo(Reason.LAUNCH_FAILED);
    }

    @Test
    void givesTheCommandACleanEnvironmentAndItsOwnFolder() throws IOException {
        LaunchOrder plain = LocalMachineSite.order(KEY, "job", List.of("sh", "-c", "env; pwd; cat"), 1);
        LaunchOrder order = new LaunchOrder(
                plain.key(),
                plain.workloadName(),
                plain.tenant(),
                plain.command(),
                null,
                Map.of("MINE", "a b'c\"d", "ISOBAR_EPOCH", "99", "_isobar_folder", "x"),
                plain.stack(),
                plain.demand(),
                plain.stopGrace(),
                null,
                null);

        driver.launch(work(order));

        assertThat(end().exitCode()).isZero();
        assertThat(output(0).lines())
                .contains(
                        "MINE=a b'c\"d",
                        "ISOBAR_WORKLOAD=w-1",
                        "ISOBAR_ATTEMPT=w-1-1",
                        "ISOBAR_EPOCH=1",
                        "ISOBAR_REPLICA=0",
                        "ISOBAR_REPLICAS=1",
                        "ISOBAR_CPUS=0.1",
                        "ISOBAR_STACK=" + plain.stack(),
                        "OMP_NUM_THREADS=1",
                        "HOME=" + folder.toAbsolutePath().resolve("attempts/w-1-1/0/work"),
                        folder.toAbsolutePath().resolve("attempts/w-1-1/0/work").toString())
                .noneMatch(line -> line.startsWith("JAVA_HOME=") || line.startsWith("USER="));
    }

    @Test
    void runsEachReplicaWithItsIndex() throws IOException {
        driver.launch(work(LocalMachineSite.order(
                KEY, "job", List.of("sh", "-c", "echo $ISOBAR_REPLICA of $ISOBAR_REPLICAS"), 3)));

        assertThat(end().exitCode()).isZero();
        for (int replica = 0; replica < 3; replica++) {
            assertThat(output(replica)).isEqualTo(replica + " of 3\n");
        }
    }

    @Test
    void stopsTheOtherReplicasWhenOneFails() {
        driver.launch(work(LocalMachineSite.order(
                KEY, "job", List.of("sh", "-c", "[ $ISOBAR_REPLICA = 1 ] && exit 9; exec sleep 3600"), 3)));

        assertThat(end().exitCode()).isEqualTo(9);
        assertThat(events.ends(ID)).hasSize(1);
    }

    @Test
    void cutsOutputThatIsTooLongAndSaysSo() throws IOException {
        launch("sh", "-c", "yes 0123456789012345678901234567890 | head -c 3000000; sleep 2.5; echo late");

        assertThat(end().exitCode()).isZero();

        String text = output(0);
        assertThat(text).endsWith("the rest is discarded]\n");
        assertThat(text.length())
                .isBetween((int) LocalMachineSite.OUTPUT_LIMIT, (int) LocalMachineSite.OUTPUT_LIMIT + 200);
    }

    @Test
    void tellsThatWorkRanOutOfMemory() {
        assumeTrue(limitsMemory());
        LaunchOrder plain = LocalMachineSite.order(KEY, "job", List.of("tail", "/dev/zero"), 1);
        LaunchOrder order = new LaunchOrder(
                plain.key(),
                plain.workloadName(),
                plain.tenant(),
                plain.command(),
                null,
                Map.of(),
                plain.stack(),
                new Demand(Machine.POOL, 1, new Resources(0, 1_000, 32 << 20)),
                plain.stopGrace(),
                null,
                null);

        driver.launch(work(order));

        assertThat(end().reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(end().message()).contains("33554432");
    }
}
