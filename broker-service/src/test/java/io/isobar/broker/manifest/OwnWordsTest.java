package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What batch scripts and Jobs say in the words of a workload file. */
class OwnWordsTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final WorkloadFiles FILES = new WorkloadFiles(CATALOG);
    private static final String MODELS = "resources: { accelerators: [ \"A100-40GB:1\", \"Z100:1\", none ] }";

    private static WorkloadSpec parse(String text) {
        var spec = FILES.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Manifests.parse(new ManifestPrinter(CATALOG).print(spec)))
                .as("as it is converted")
                .isEqualTo(spec);
        return spec;
    }

    private static Failure refused(String text) {
        return catchThrowableOfType(Failure.class, () -> FILES.convert(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String script(String... lines) {
        return "#!/bin/sh\n#SBATCH --job-name=heat --cpus-per-task=2 --gres=gpu:1\n" + String.join("\n", lines)
                + "\necho \"$ISOBAR_STACK\"\n";
    }

    /** A Job whose annotation begins in line 7. */
    private static String job(String... lines) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: heat
                  annotations:
                    isobar.io/spec: |
                """
                + String.join(
                        "",
                        List.of(lines).stream()
                                .map(line -> "      " + line + "\n")
                                .toList()) + """
                spec:
                  backoffLimit: 2
                  template:
                    spec:
                      containers:
                        - name: heat
                          image: example/heat:cuda
                          command: [ heat, --steps=20 ]
                          env: [ { name: MODE, value: fast } ]
                          resources: { limits: { cpu: 2, nvidia.com/gpu: 1 } }
                """;
    }

    private static List<String> stacks(WorkloadSpec spec) {
        return spec.variants().stream().map(variant -> variant.stack().token()).toList();
    }

    @Test
    void aScriptRunsOnEveryStackOfTheAcceleratorsThatItNames() {
        var spec = parse(script("#ISOBAR " + MODELS, "#ISOBAR work: { hours: 0.5 }"));

        assertThat(spec.resources().accelerators())
                .extracting(AcceleratorChoice::inWords)
                .containsExactly("nvidia-a100-sxm4-40gb:1", "hygon-z100:1", "no accelerator");
        assertThat(stacks(spec)).containsExactly("cuda", "dtk", "cpu");
        assertThat(spec.variants())
                .extracting(Variant::command)
                .containsOnly(spec.variants().getFirst().command());
        assertThat(spec.name()).isEqualTo("heat");
        assertThat(spec.resources().cpus().minimum()).isEqualTo(Cpu.ofCores(2));
        assertThat(spec.work()).isNotNull();
    }

    @Test
    void fieldsGoOverSeveralLines() {
        var spec = parse(script(
                "#ISOBAR " + MODELS,
                "# a remark between them",
                "#ISOBAR placement:",
                "#ISOBAR   residency: [ CN ]",
                "#ISOBAR   exclude:",
                "#ISOBAR     - east"));

        assertThat(spec.placement().residency()).containsExactly("CN");
        assertThat(spec.placement().exclude()).containsExactly("east");
    }

    @Test
    void aVariantHasWhatTheJobRunsButForWhatItSays() {
        var spec = parse(job(
                MODELS,
                "variants:",
                "  - stack: cuda",
                "  - { stack: dtk, image: example/heat:dtk, env: { HIP: 1 } }",
                "  - { stack: cpu, image: none, command: [ heat-omp ], env: { MODE: slow } }"));

        assertThat(stacks(spec)).containsExactly("cuda", "dtk", "cpu");
        assertThat(spec.variants())
                .extracting(Variant::image)
                .containsExactly("example/heat:cuda", "example/heat:dtk", null);
        assertThat(spec.variants())
                .extracting(Variant::command)
                .containsExactly(List.of("heat", "--steps=20"), List.of("heat", "--steps=20"), List.of("heat-omp"));
        assertThat(spec.variants().get(1).environment())
                .containsEntry("MODE", "fast")
                .containsEntry("HIP", "1");
        assertThat(spec.variants().get(2).environment()).containsEntry("MODE", "slow");
        assertThat(spec.retry().limit()).as("as the job says").isEqualTo(2);
    }

    @Test
    void whatOnlyAWorkloadFileCanSayIsNotLostWhereItIsSaid() {
        var without = script("").getBytes(StandardCharsets.UTF_8);
        assertThat(FILES.convert(without).changesMeaning()).as("any model").isTrue();

        var with = script("#ISOBAR " + MODELS, "#SBATCH --dependency=afterok:1").getBytes(StandardCharsets.UTF_8);

        assertThat(FILES.convert(with).losses()).singleElement().satisfies(loss -> {
            assertThat(loss.what()).contains("--dependency");
            assertThat(loss.changesMeaning()).isTrue();
        });
    }

    @Test
    void oneLineOfAJobInJsonIsReadToo() {
        var text = """
                {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "heat", "annotations":
                {"isobar.io/spec": "priority: 7"}}, "spec": {"template": {"spec": {"containers": [{"image": "heat"}]}}}}
                """;

        assertThat(parse(text).priority()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replicas: 2 | spec.replicas: is what the job says itself",
                "resources: { cpus: 4 } | spec.resources.cpus: is what the job says itself",
                "resources: { accelerators: [ A100 ] } | spec.resources.accelerators[0]: accelerators \"A100\": A100 may mean",
                "prioritee: 2 | spec.prioritee: is no field; did you mean priority?",
                "variants: [ { command: [ x ] } ] | spec.variants[0].stack: is required",
                "work: { hours: x } | spec.work.hours: must be",
                "[ 1 ] | spec: must be a map of fields",
                "a: b: c | is not YAML"
            })
    void problemsHaveTheLineOfTheJobFile(String words, String problem) {
        assertThat(refused(script("# one", "#ISOBAR " + words)).violations())
                .singleElement()
                .satisfies(wrong -> {
                    assertThat(wrong.toString()).contains(problem);
                    assertThat(wrong.line()).isEqualTo(4);
                });
        assertThat(refused(job("# one", words)).violations()).singleElement().satisfies(wrong -> {
            assertThat(wrong.toString()).contains(problem);
            assertThat(wrong.line()).isEqualTo(8);
        });
    }

    @Test
    void wordsBelowTheFirstCommandAreNotPassedOver() {
        var refusal = refused(script("true", "#ISOBAR " + MODELS));

        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_MANIFEST);
        assertThat(refusal.violations()).singleElement().satisfies(wrong -> {
            assertThat(wrong.line()).isEqualTo(4);
            assertThat(wrong.problem()).contains("comes after the first command");
        });
    }

    @Test
    void anAnnotationThatNobodyReadsIsRefused() {
        var text = job("priority: 1").replace("isobar.io/spec", "isobar.io/specs");

        assertThat(refused(text).violations())
                .singleElement()
                .satisfies(wrong -> assertThat(wrong.problem()).contains("write isobar.io/spec"));
    }
}
