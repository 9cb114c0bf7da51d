package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are told apart by what they hold. */
class WorkloadFilesTest {
    private static final WorkloadFiles FILES = new WorkloadFiles(AcceleratorCatalog.load());

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/bash\n#SBATCH -J job\n#SBATCH --mail-type=ALL\ntrue\n",
                "\uFEFF#!/bin/sh\n#SBATCH --job-name job -o out\ntrue\n",
                "apiVersion: batch/v1\nkind: Job\nmetadata: { name: job, namespace: x }\nspec: { template: { spec: { containers: [ "
                        + "{ image: busybox, command: [ \"true\" ] } ] } } }\n",
                "{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"metadata\": {\"name\": \"job\", \"namespace\": \"x\"}, "
                        + "\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"image\": \"busybox\"}]}}}}",
                "name: job\nresources: { infra: aws }\nrun: \"true\"\n"
            })
    void readsJobFilesOfOtherSystems(String text) {
        assertThat(FILES.parse(bytes(text)).name()).isEqualTo("job");
        assertThat(FILES.convert(bytes(text)).losses()).isNotEmpty();
    }

    @Test
    void nothingOfAWorkloadFileIsLost() throws IOException {
        var file = Files.readAllBytes(Path.of("..", "examples", "pangu-weather.yaml"));
        assertThat(FILES.convert(file).losses()).isEmpty();
        assertThat(FILES.parse(file).name()).isEqualTo("pangu-weather");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/bash\n#SBATCH --dependency=afterok:1\ntrue\n",
                "apiVersion: batch/v1\nkind: Job\nspec: { suspend: true, template: { spec: { containers: [ { image: a } ] } } }\n",
                "run: \"true\"\nworkdir: .\n"
            })
    void refusesWhatChangesTheMeaning(String text) {
        assertThat(FILES.convert(bytes(text)).changesMeaning()).isTrue();
        assertThatThrownBy(() -> FILES.parse(bytes(text)))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("line ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\0", "a: b", "apiVersion: isobar/v2\nkind: Workload\n", "apiVersion: v1\nkind: Job\n: :\n"})
    void anythingElseIsNoWorkload(String text) {
        assertThatThrownBy(() -> FILES.parse(bytes(text))).isInstanceOf(Failure.class);
    }
}
