package io.isobar.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessIdIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void knowsAnotherProcessOfTheSameNumber() {
        ProcessId self = ProcessId.ofThisProcess();
        assertThat(self.alive()).isTrue();
        assertThat(new ProcessId(self.pid(), self.startTicks() + 1, self.boot()).alive())
                .isFalse();
        assertThat(new ProcessId(self.pid(), self.startTicks(), "another boot").alive())
                .isFalse();
    }

    @Test
    void doesNotSignalAnotherProcessOfTheSameNumber() throws IOException, InterruptedException {
        Process bystander = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessId real = ProcessId.of(bystander.pid()).orElseThrow();
            ProcessId stale = new ProcessId(real.pid(), real.startTicks() - 1, real.boot());
            stale.signal(Signal.KILL);
            assertThat(real.awaitEnd(Duration.ofMillis(200))).isFalse();
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void killsWhatDoesNotStop() throws IOException, InterruptedException {
        Process deaf = new ProcessBuilder("sh", "-c", "trap '' TERM INT; while :; do sleep 0.1; done").start();
        ProcessId id = ProcessId.of(deaf.pid()).orElseThrow();
        id.stop(Signal.INT, Duration.ofMillis(300));
        assertThat(id.awaitEnd(PATIENCE)).isTrue();
        assertThat(deaf.waitFor()).isEqualTo(128 + 9);
    }
}
