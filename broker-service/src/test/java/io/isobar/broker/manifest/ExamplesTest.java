package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final WorkloadFiles FILES = new WorkloadFiles(AcceleratorCatalog.load());

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void readsEveryExample(Path file) throws IOException {
        assertThat(FILES.parse(Files.readAllBytes(file)).name()).isNotEmpty();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".sh"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void readsTheSmallestWorkload() throws IOException {
        var hello = read("hello.yaml");

        assertThat(hello.computeClass()).isEqualTo(ComputeClass.GENERAL);
        assertThat(hello.variants().getFirst().command()).startsWith("sh", "-c").hasSize(3);
        assertThat(hello.gang().minimum()).isEqualTo(1);
    }

    @Test
    void readsATrainingOfManyNodes() throws IOException {
        var pangu = read("pangu-weather.yaml");

        assertThat(pangu.replicas()).isEqualTo(25);
        assertThat(pangu.resources().accelerators())
                .extracting(AcceleratorChoice::count)
                .contains(8);
        assertThat(pangu.work()).isNotNull();
    }

    @Test
    void oneWorkloadForThreeStacksIsTheSameAsABatchScriptAndAsAJob() throws IOException {
        var script = read("heat.sh");
        var job = read("heat-job.yaml");

        assertThat(script.variants())
                .extracting(variant -> variant.stack().token())
                .containsExactly("cuda", "dtk", "cpu");
        assertThat(job.variants()).extracting(Variant::stack).isEqualTo(stacks(script));
        assertThat(job.resources()).isEqualTo(script.resources());
        assertThat(job.work()).isEqualTo(script.work());
        assertThat(job.name()).isEqualTo(script.name());
    }

    private static List<SoftwareStack> stacks(WorkloadSpec spec) {
        return spec.variants().stream().map(Variant::stack).toList();
    }

    private static WorkloadSpec read(String name) throws IOException {
        return FILES.parse(Files.readAllBytes(EXAMPLES.resolve(name)));
    }
}
