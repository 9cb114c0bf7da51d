package io.isobar.broker.manifest.skypilot;

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
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Alternatives;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.DataSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SkyPilot tasks become. */
class SkyTasksTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final SkyTasks TASKS = new SkyTasks(CATALOG);

    private static final String TASK = """
            name: minGPT-ddp
            num_nodes: 2
            resources:
              infra: aws/us-east-1
              accelerators: A100-80GB:8
              cpus: 32+
              memory: 128+
              use_spot: true
              image_id: docker:example/torch:2
              job_recovery: { max_restarts_on_errors: 2 }
            envs:
              SIZE: 13b
              STEPS: 100
            file_mounts:
              /data: s3://era5
            setup: |
              pip install -r requirements.txt
            run: |
              torchrun --nnodes=$SKYPILOT_NUM_NODES main.py
            """;

    private static Failure refused(String text) {
        return catchThrowableOfType(Failure.class, () -> TASKS.read(text));
    }

    @Test
    void readsATask() {
        assertThat(SkyTasks.recognises(TASK)).isTrue();
        assertThat(SkyTasks.recognises("apiVersion: isobar/v1\nkind: Workload\nrun: x\n"))
                .isFalse();
        var conversion = TASKS.read(TASK);
        var spec = conversion.spec();
        assertThat(spec.name()).isEqualTo("mingpt-ddp");
        assertThat(spec.replicas()).isEqualTo(2);
        assertThat(spec.gang().minimum()).isEqualTo(2);
        assertThat(spec.billing().modes()).containsExactly(BillingMode.SPOT);
        assertThat(spec.resources().cpus()).hasToString("32+");
        assertThat(spec.resources().memory()).hasToString("128Gi+");
        assertThat(spec.resources().accelerators())
                .extracting(Alternatives::modelId, AcceleratorChoice::count)
                .containsExactly(tuple("nvidia-a100-sxm4-80gb", 8));
        assertThat(spec.retry().limit()).isEqualTo(2);
        assertThat(spec.data()).containsExactly(new DataSet("s3://era5", null, null));
        assertThat(spec.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.stack()).isEqualTo(SoftwareStack.CUDA);
            assertThat(variant.image()).isEqualTo("example/torch:2");
            assertThat(variant.environment()).isEqualTo(Map.of("SIZE", "13b", "STEPS", "100"));
            assertThat(variant.command())
                    .endsWith("pip install -r requirements.txt\n", "torchrun --nnodes=$SKYPILOT_NUM_NODES main.py\n");
        });
        assertThat(conversion.losses())
                .extracting(Loss::line, Loss::what, Loss::changesMeaning)
                .containsExactly(tuple(4, "resources.infra", false), tuple(15, "file_mounts./data", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    A100:8                     | false | A100-40GB:8 A100-PCIE-40GB:8
                    V100                       | false | V100-16GB:1
                    '{ V100: 4, T4: 1 }'       | false | V100-16GB:4 Tesla-T4:1
                    '{ V100:4, T4 }'           | false | V100-16GB:4 Tesla-T4:1
                    '[ H200:8, L4:8 ]'         | true  | H200:8 NVIDIA-L4:8
                    '[ L4:8 ]'                 | false | NVIDIA-L4:8
                    """)
    void readsEveryFormOfAccelerators(String form, boolean ordered, String expected) {
        var resources = TASKS.read("resources: { accelerators: " + form + " }\nrun: x\n")
                .spec()
                .resources();
        assertThat(resources.ordered()).isEqualTo(ordered);
        assertThat(resources.accelerators().stream().map(choice -> Alternatives.name(choice) + ":" + choice.count()))
                .containsExactly(expected.split(" ", -1));
    }

    @Test
    void alternativesWithTheirOwnAcceleratorsKeepTheirOrder() {
        var text = """
                resources:
                  ordered:
                    - { infra: aws, accelerators: H200:8 }
                    - { infra: gcp, accelerators: A100-80GB:8, cpus: 4 }
                run: python x.py
                """;
        var conversion = TASKS.read(text);
        assertThat(conversion.spec().resources().ordered()).isTrue();
        assertThat(conversion.spec().resources().accelerators())
                .extracting(Alternatives::name)
                .containsExactly("H200", "A100-80GB");
        assertThat(conversion.losses().stream().filter(Loss::changesMeaning))
                .extracting(Loss::what)
                .containsExactly("resources.ordered[1].cpus");
        assertThat(TASKS.read(text.replace("ordered:", "any_of:"))
                        .spec()
                        .resources()
                        .ordered())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    num_nodes: 2   | num_nodes: -2         | num_nodes: must be a whole number from 1
                    cpus: 32+      | cpus: lots            | resources.cpus
                    memory: 128+   | memory: 4x            | resources.memory: is relative to the cores
                    memory: 128+   | memory: -1            | it is negative
                    use_spot: true | use_spot: maybe       | resources.use_spot: must be true or false
                    'SIZE: 13b'    | '1SIZE: 13b'          | is no name of a variable
                    'run: |'       | 'walk: |'             | setup
                    'name: minGPT-ddp' | 'service: { port: 1 }' | service: is not read
                    A100-80GB:8    | A100-80GB:0.5         | asks for a part of a card
                    """)
    void namesWhatIsWrong(String good, String bad, String message) {
        var text = TASK.replace(good, bad);
        if (message.equals("setup")) {
            assertThat(TASKS.read(text).losses()).extracting(Loss::what).contains("setup", "walk");
            return;
        }
        assertThat(refused(text).violations().toString()).contains(message);
    }

    @Test
    void unknownAcceleratorsHaveTheirOwnReason() {
        assertThat(refused(TASK.replace("A100-80GB:8", "A101:8")).reason()).isEqualTo(Reason.UNKNOWN_ACCELERATOR);
    }

    @Test
    void setupComesFirstAndItsFailureEndsTheTask() throws Exception {
        var good =
                "setup: |\n  cd /; export X=1\n  echo setup $SIZE\nrun: |\n  echo run $SKYPILOT_NODE_RANK/$SKYPILOT_NUM_NODES [$X]\n  exit 3\n";
        assertThat(run(good)).isEqualTo("setup\nrun 1/2 []\n3");
        assertThat(run("setup: exit 4\nrun: echo on\n")).isEqualTo("4");
    }

    private static String run(String text) throws Exception {
        var builder =
                new ProcessBuilder(TASKS.read(text).spec().variants().getFirst().command()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("ISOBAR_REPLICA", "1", "ISOBAR_REPLICAS", "2"));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + process.waitFor();
    }

    @Test
    void nothingButAFailureOrAWorkloadComesOfABrokenTask() {
        SeededCases.check(2_000, random -> {
            var text = new StringBuilder(TASK);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                    case 1 ->
                        text.insert(
                                at,
                                List.of("{", "[", "&a ", "*a", "\n", ": ", "null", "9", "+")
                                        .get(random.nextInt(9)));
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            Conversion conversion;
            try {
                conversion = TASKS.read(text.toString());
            } catch (Failure refused) {
                assertThat(refused.violations()).isNotEmpty();
                return;
            }
            Accepted.isReadBackAsTheSame(conversion.spec());
        });
    }
}
