package io.isobar.broker.manifest.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.manifest.Accepted;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.Loss;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Alternatives;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.TaskArray;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jobs of Kubernetes become. */
class KubernetesJobsTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final KubernetesJobs JOBS = new KubernetesJobs(CATALOG);

    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: train
              labels: { team: climate }
            spec:
              parallelism: 4
              completions: 4
              completionMode: Indexed
              backoffLimit: 2
              activeDeadlineSeconds: 3600
              ttlSecondsAfterFinished: 60
              template:
                spec:
                  restartPolicy: Never
                  nodeSelector:
                    nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB
                    kubernetes.io/arch: amd64
                  containers:
                    - name: main
                      image: example/train:1
                      command: [ python, train.py ]
                      args: [ "--mode=$(MODE)", "$$x", "$(OTHER)" ]
                      env:
                        - { name: MODE, value: fast }
                        - { name: THREADS, value: 8 }
                      resources:
                        requests: { cpu: 500m, memory: 17179869184 }
                        limits: { cpu: "32", memory: 256Gi, nvidia.com/gpu: 8 }
            """;

    private static Failure refused(String text) {
        return catchThrowableOfType(Failure.class, () -> JOBS.read(text));
    }

    @Test
    void completionsThatDoNotAllRunAtOnceAreWorkloadsOfTheirOwn() {
        var job = JOB.replace("completions: 4", "completions: 9");
        var first = JOBS.read(job);
        var eighth = JOBS.read(job, 7);

        assertThat(first.tasks()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(first.spec().name()).isEqualTo("train-0");
        assertThat(eighth.spec().name()).isEqualTo("train-7");
        assertThat(eighth.spec().replicas()).isEqualTo(1);
        assertThat(eighth.spec().labels()).containsEntry("kubernetes.job", "train");
        assertThat(eighth.spec().variants().getFirst().command().get(2)).contains("export JOB_COMPLETION_INDEX=\"7\"");
        assertThat(eighth.spec().array()).isEqualTo(new TaskArray("train", 4));
        assertThat(eighth.losses()).isEmpty();
        assertThat(catchThrowableOfType(Failure.class, () -> JOBS.read(job, 9)))
                .hasMessageContaining("the file has no such task: it has 9, 0 to 8");
        assertThat(catchThrowableOfType(Failure.class, () -> JOBS.read(JOB, 0)))
                .hasMessageContaining("the file is of one job");
    }

    @Test
    void aTaskOfAJobThatHasAllTheLabelsThereMayBeHasThose() {
        var labels = IntStream.range(0, FieldRules.MOST_LABELS)
                .mapToObj(i -> "l" + i + ": x")
                .collect(Collectors.joining(", "));
        var job = JOB.replace("completions: 4", "completions: 9").replace("team: climate", labels);

        assertThat(JOBS.read(job).spec().labels())
                .hasSize(FieldRules.MOST_LABELS)
                .containsKey("l0");
    }

    @Test
    void readsAnIndexedJob() {
        assertThat(KubernetesJobs.recognises(JOB)).isTrue();
        var conversion = JOBS.read(JOB);
        var spec = conversion.spec();
        assertThat(spec.name()).isEqualTo("train");
        assertThat(spec.labels()).containsOnly(Map.entry("team", "climate"));
        assertThat(spec.replicas()).isEqualTo(4);
        assertThat(spec.gang().minimum()).isEqualTo(4);
        assertThat(spec.timeLimit()).isEqualTo(Duration.ofHours(1));
        assertThat(spec.retry().limit()).isEqualTo(2);
        assertThat(spec.retry().on()).contains(RetryRule.Cause.FAILED);
        assertThat(spec.resources().cpus()).hasToString("0.5+");
        assertThat(spec.resources().memory()).hasToString("16Gi+");
        assertThat(spec.resources().accelerators())
                .extracting(Alternatives::modelId, AcceleratorChoice::count)
                .containsExactly(tuple("nvidia-a100-sxm4-80gb", 8));
        assertThat(spec.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.stack()).isEqualTo(SoftwareStack.CUDA);
            assertThat(variant.hostArchitecture()).isEqualTo(HostArchitecture.X86_64);
            assertThat(variant.image()).isEqualTo("example/train:1");
            assertThat(variant.environment()).containsEntry("MODE", "fast").containsEntry("THREADS", "8");
            assertThat(variant.command()).endsWith("python", "train.py", "--mode=fast", "$x", "$(OTHER)");
            assertThat(variant.command().get(2)).contains("JOB_COMPLETION_INDEX");
        });
        assertThat(conversion.losses()).isEmpty();
    }

    @Test
    void readsMasterAndWorkersAsOneGang() {
        var part = """
                      replicas: %d
                      restartPolicy: OnFailure
                      template:
                        spec:
                          containers:
                            - name: pytorch
                              image: example/mnist
                              command: [ python3, mnist.py ]
                              resources: { limits: { huawei.com/Ascend910: 8 } }
                          nodeSelector: { node.kubernetes.io/npu.chip.name: 910B3 }
                """;
        var conversion = JOBS.read("apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nmetadata: { name: mnist }\nspec:\n"
                + "  runPolicy: { schedulingPolicy: { minAvailable: 3 } }\n"
                + "  pytorchReplicaSpecs:\n    Master:\n" + part.formatted(1).indent(0) + "    Worker:\n"
                + part.formatted(3));
        assertThat(conversion.spec().replicas()).isEqualTo(4);
        assertThat(conversion.spec().gang().minimum()).isEqualTo(3);
        assertThat(conversion.spec().variants()).extracting(v -> v.stack()).containsExactly(SoftwareStack.CANN);
        assertThat(conversion.losses())
                .filteredOn(Loss::changesMeaning)
                .extracting(Loss::instead)
                .anyMatch(text -> text.contains("MASTER_ADDR"));
    }

    @Test
    void readsTasksOfVolcanoAsOneGang() {
        var conversion = JOBS.read("""
                apiVersion: batch.volcano.sh/v1alpha1
                kind: Job
                metadata: { name: mpi }
                spec:
                  minAvailable: 2
                  schedulerName: volcano
                  queue: default
                  networkTopology: { mode: hard, highestTierAllowed: 1 }
                  plugins: { env: [] }
                  tasks:
                    - replicas: 3
                      name: worker
                      template:
                        spec:
                          containers:
                            - { name: a, image: busybox, command: [ "true" ], resources: { requests: { cpu: 2 } } }
                """);
        assertThat(conversion.spec().replicas()).isEqualTo(3);
        assertThat(conversion.spec().gang().minimum()).isEqualTo(2);
        assertThat(conversion.spec().gang().domainRequired()).isTrue();
        assertThat(conversion.changesMeaning()).isFalse();
        assertThat(conversion.losses()).extracting(Loss::line, Loss::what).containsExactly(tuple(7, "spec.queue"));
    }

    @Test
    void findsTheJobAmongOtherObjects() {
        var conversion = JOBS.read("apiVersion: v1\nkind: Namespace\nmetadata: { name: x }\n---\n" + JOB
                + "---\napiVersion: v1\nkind: Secret\n");
        assertThat(conversion.spec().name()).isEqualTo("train");
        assertThat(conversion.losses())
                .extracting(Loss::what, Loss::changesMeaning)
                .containsExactly(tuple("kind", false), tuple("kind", true));
        assertThat(refused(JOB + "---\n" + JOB)).hasMessageContaining("is the second job of the file");
        assertThat(refused("apiVersion: v1\nkind: Secret\n")).hasMessageContaining("holds no job");
    }

    @Test
    void anyNvidiaCardHasToBeAccepted() {
        var text = JOB.replace("        nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB\n", "");
        var conversion = JOBS.read(text);
        assertThat(conversion.losses()).singleElement().satisfies(loss -> {
            assertThat(loss.changesMeaning()).isTrue();
            assertThat(text.lines().toList().get(loss.line() - 1)).contains("nvidia.com/gpu: 8");
            assertThat(loss.instead()).contains("nvidia.com/gpu.product");
        });
        assertThat(conversion.spec().resources().accelerators()).hasSizeGreaterThan(10);
    }

    @Test
    void labelsWithSeveralValuesAreAlternatives() {
        var conversion = JOBS.read(JOB.replace("""
                      nodeSelector:
                        nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB
                        kubernetes.io/arch: amd64
                """, """
                      affinity:
                        nodeAffinity:
                          requiredDuringSchedulingIgnoredDuringExecution:
                            nodeSelectorTerms:
                              - matchExpressions:
                                  - key: nvidia.com/gpu.product
                                    operator: In
                                    values: [ NVIDIA-A100-SXM4-80GB, NVIDIA-H100-80GB-HBM3 ]
                                  - { key: disk, operator: In, values: [ ssd ] }
                """));
        assertThat(conversion.spec().resources().accelerators())
                .extracting(Alternatives::modelId)
                .containsExactlyInAnyOrder("nvidia-a100-sxm4-80gb", "nvidia-h100-sxm5-80gb");
        assertThat(conversion.losses()).extracting(Loss::what).containsExactly("disk=ssd");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    memory: 256Gi   | memory: 1024m      | limits.memory
                    memory: 17179869184 | memory: 1024m  | the unit m means thousandths of a byte
                    memory: 17179869184 | memory: -1     | it is negative
                    cpu: 500m       | cpu: many          | requests.cpu
                    nvidia.com/gpu: 8 | nvidia.com/gpu: 1, nvidia.com/gpumem: 16Gi | a bare number of MiB belongs here
                    nvidia.com/gpu: 8 | nvidia.com/gpu: 9223372036854775808 | is not a number of devices
                    parallelism: 4  | parallelism: -4    | spec.parallelism: must be a whole number from 1
                    backoffLimit: 2 | backoffLimit: soon | spec.backoffLimit: must be a whole number from 0
                    image: example/train:1 | image:      | spec.template.spec.containers[0].image: is required
                    template:       | tmplate:           | spec.template: with spec and containers is required
                    kind: Job       | kind: CronJob      | CronJob of batch/v1 is not read
                    name: MODE      | name: "a b"        | is no name of a variable
                    """)
    void namesWhatIsWrong(String good, String bad, String message) {
        if (message.equals("limits.memory")) {
            // The limit is not read where there is a request.
            assertThat(JOBS.read(JOB.replace(good, bad)).spec().name()).isEqualTo("train");
            return;
        }
        var failure = refused(JOB.replace(good, bad));
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_MANIFEST);
        assertThat(failure.violations().toString()).contains(message);
        assertThat(failure.violations().getFirst().line()).isPositive();
    }

    @Test
    void fieldsThatNobodyKnowsHaveToBeAccepted() {
        var conversion = JOBS.read(JOB.replace("restartPolicy: Never", "restartPolicy: Never\n      colour: red"));
        assertThat(conversion.losses())
                .extracting(Loss::line, Loss::what, Loss::changesMeaning)
                .containsExactly(tuple(16, "spec.template.spec.colour", true));
    }

    @Test
    void nothingButAFailureOrAWorkloadComesOfABrokenJob() {
        SeededCases.check(2_000, random -> {
            var text = new StringBuilder(JOB);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 ->
                        text.insert(
                                at,
                                List.of("{", "[", "&a ", "*a", "\n", " ", ": ", "- ", "null", "9", "é", "\"")
                                        .get(random.nextInt(12)));
                    case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                }
            }
            Conversion conversion;
            try {
                conversion = JOBS.read(text.toString());
            } catch (Failure refused) {
                assertThat(refused.violations()).isNotEmpty();
                return;
            }
            Accepted.isReadBackAsTheSame(conversion.spec());
        });
    }
}
