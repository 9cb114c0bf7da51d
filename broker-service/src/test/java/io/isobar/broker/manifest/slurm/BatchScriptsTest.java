package io.isobar.broker.manifest.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.Loss;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.samples.Alternatives;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.TaskArray;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What batch scripts become. */
class BatchScriptsTest {
    private static final BatchScripts SCRIPTS = new BatchScripts(AcceleratorCatalog.load());

    private static Conversion read(String... options) {
        return SCRIPTS.read("#!/bin/bash\n" + String.join("\n", options) + "\n\necho hello\n");
    }

    private static Stream<String> losses(Conversion conversion) {
        return conversion.losses().stream().map(Loss::toString);
    }

    @Test
    void readsATrainingScript() {
        var conversion = SCRIPTS.read("""
                #!/bin/bash -l
                #SBATCH --job-name="Train_BERT v2"    # a name
                #SBATCH -N 1 --ntasks-per-node=1
                #SBATCH -c 16
                #SBATCH --gres=gpu:a100-80gb:8
                #SBATCH --mem=512G
                #SBATCH -t 1-12:30:00
                #SBATCH -A climate
                ##SBATCH --mem=1G
                # SBATCH --mem=2G

                python train.py
                """);
        var spec = conversion.spec();
        assertThat(spec.name()).isEqualTo("train-bert-v2");
        assertThat(spec.replicas()).isEqualTo(1);
        assertThat(spec.computeClass()).isEqualTo(ComputeClass.INTELLIGENT);
        assertThat(spec.resources().accelerators())
                .extracting(Alternatives::modelId, AcceleratorChoice::count)
                .containsExactly(tuple("nvidia-a100-sxm4-80gb", 8));
        assertThat(spec.resources().cpus().minimum().toString()).isEqualTo("16");
        assertThat(spec.resources().memory()).hasToString("512Gi+");
        assertThat(spec.timeLimit()).isEqualTo(Duration.ofHours(36).plusMinutes(30));
        assertThat(spec.labels()).containsEntry("slurm.account", "climate");
        assertThat(spec.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.stack()).isEqualTo(SoftwareStack.CUDA);
            assertThat(variant.command()).contains("/bin/bash", "-l", "-c");
            assertThat(variant.command().get(7)).startsWith("#!/bin/bash -l\n").endsWith("python train.py\n");
        });
        assertThat(conversion.losses()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    -N4                                      | 4   | 1
                    -N 4 -n 64                               | 4   | 16
                    -n 64 --ntasks-per-node=16               | 4   | 16
                    -n 64 --tasks-per-node 32 -c 2           | 2   | 64
                    --nodes=2-4 --ntasks-per-node=8          | 4   | 8
                    -n 12                                    | 1   | 12
                    -N 4 -n 2                                | 2   | 1
                    --nodes 2 --mincpus=48                   | 2   | 48
                    -N 2 --gpus-per-node=v100-32gb:4 --cpus-per-gpu=10 | 2 | 40
                    -n 8 --gpus-per-task=v100-32gb:1 --ntasks-per-node 4 -c 6 | 2 | 24
                    --gpus=v100-32gb:16 --gpus-per-node=v100-32gb:8 -c 2 | 2 | 2
                    --tres-per-task=cpu=4,gres/gpu:v100-32gb:1 -n 2 -N 1 | 1 | 8
                    --ntasks-per-socket=2 --sockets-per-node=2 -N 3 | 3 | 4
                    --ntasks-per-gpu=2 --gres=gpu:v100-32gb:4 -c3 | 1 | 24
                    """)
    void worksOutNodesAndCoresAsSbatchDoes(String options, int nodes, long cores) {
        var spec = read("#SBATCH " + options).spec();
        assertThat(spec.replicas()).isEqualTo(nodes);
        assertThat(spec.resources().cpus().minimum().millis()).isEqualTo(cores * 1_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --gres=gpu:h100-80gb:4                         | nvidia-h100-sxm5-80gb | 4
                    --gres=gpu:4 -C v100-32gb                 | nvidia-v100-sxm2-32gb | 4
                    --gpus=4 -p V100-32GB                     | nvidia-v100-sxm2-32gb | 4
                    --gpus-per-node=mi250x:8                  | amd-mi250x            | 8
                    --gres=dcu:Z100:4                         | hygon-z100            | 4
                    --gres=npu:910B3:8                        | huawei-ascend-910b3   | 8
                    -N 2 -G a100-80gb:16                      | nvidia-a100-sxm4-80gb | 8
                    -n 8 --ntasks-per-node=4 --gpus-per-task=a100-80gb:2 | nvidia-a100-sxm4-80gb | 8
                    --gres=gpu:a100-80gb:8 --gpus-per-node=8  | nvidia-a100-sxm4-80gb | 8
                    """)
    void findsTheModelAndTheDevicesOfANode(String options, String model, int count) {
        assertThat(read("#SBATCH " + options).spec().resources().accelerators())
                .extracting(Alternatives::modelId, AcceleratorChoice::count)
                .containsExactly(tuple(model, count));
    }

    @ParameterizedTest
    @CsvSource({
        "--mem=4096, 4Gi",
        "--mem=96GB, 96Gi",
        "--mem 8gb, 8Gi",
        "--mem=1.5T, 1536Gi",
        "--mem-per-cpu=2G -c 8, 16Gi",
        "--mem-per-cpu 512M -N 2 -n 8, 2Gi",
        "--mem-per-gpu=60G --gres=gpu:a100-80gb:4, 240Gi"
    })
    void readsMemoryInBinaryUnitsAndMebibytesWithoutOne(String options, String memory) {
        assertThat(read("#SBATCH " + options).spec().resources().memory())
                .isEqualTo(io.isobar.broker.resource.MemoryRange.atLeast(Memory.parse(memory)));
    }

    @ParameterizedTest
    @CsvSource({
        "90, 5400",
        "90:30, 5430",
        "1:30:00, 5400",
        "2-0, 172800",
        "2-12, 216000",
        "1-02:03, 93780",
        "1-02:03:04, 93784",
        "100:00:00, 360000"
    })
    void readsEveryFormOfATimeLimit(String text, long seconds) {
        assertThat(read("#SBATCH --time=" + text).spec().timeLimit()).hasSeconds(seconds);
        assertThat(read("#SBATCH -t " + text).spec().timeLimit()).hasSeconds(seconds);
    }

    @ParameterizedTest
    @CsvSource({"0", "UNLIMITED", "infinite", "0:00", "-1"})
    void readsNoLimitAsNone(String text) {
        assertThat(read("#SBATCH --time=" + text).spec().timeLimit()).isNull();
    }

    @Test
    void anyCardWithoutAModelHasToBeAccepted() {
        var conversion = read("#SBATCH --gres=gpu:4");
        assertThat(conversion.changesMeaning()).isTrue();
        assertThat(losses(conversion)).singleElement().asString().startsWith("line 2: --gres=gpu:4: names no model");
        assertThat(conversion.spec().variants()).extracting(v -> v.stack()).containsExactly(SoftwareStack.CUDA);
        assertThat(conversion.spec().resources().accelerators())
                .hasSizeBetween(10, 64)
                .allSatisfy(choice -> assertThat(choice.count()).isEqualTo(4));
    }

    @Test
    void partitionsOfWhichOneIsNoModelNameNone() {
        var conversion = read("#SBATCH --gres=gpu:1 -p P100,t4v1");
        assertThat(conversion.changesMeaning()).isTrue();
        assertThat(conversion.spec().resources().accelerators()).hasSizeGreaterThan(10);
        assertThat(read("#SBATCH --gres=gpu:1 -p P100,T4").spec().resources().accelerators())
                .extracting(Alternatives::name)
                .containsExactly("P100", "Tesla-T4");
    }

    @Test
    void listsWhatIsLostWithItsLineAndWhatHappensInstead() {
        var conversion = read(
                "#SBATCH --mail-type=ALL --output=out/%j.log",
                "#SBATCH --dependency=afterok:123", "#SBATCH --constraint=\"haswell&x86_64\"", "#SBATCH --nvmps");
        assertThat(conversion.losses())
                .extracting(Loss::line, Loss::what, Loss::changesMeaning)
                .containsExactly(
                        tuple(2, "--mail-type=ALL", false),
                        tuple(2, "--output=out/%j.log", false),
                        tuple(3, "--dependency=afterok:123", true),
                        tuple(4, "--constraint=haswell&x86_64", true),
                        tuple(5, "--nvmps", true));
        assertThat(conversion.spec().variants().getFirst().hostArchitecture()).isEqualTo(HostArchitecture.X86_64);
    }

    @Test
    void optionsAfterTheFirstCommandAreNotRead() {
        var conversion = SCRIPTS.read("#!/bin/bash\n#SBATCH -c 2\nhostname\n#SBATCH -c 64\n");
        assertThat(conversion.spec().resources().cpus().minimum().toString()).isEqualTo("2");
        assertThat(losses(conversion)).singleElement().asString().startsWith("line 4: #SBATCH -c 64: comes after");
    }

    @Test
    void eachTaskOfAnArrayIsAWorkloadOfItsOwn() {
        var script = "#!/bin/bash\n#SBATCH -J Sweep --array=0-30:10,7 -N 2\ndate\n";
        var first = SCRIPTS.read(script);
        var seventh = SCRIPTS.read(script, 7);

        assertThat(first.tasks()).containsExactly(0, 7, 10, 20, 30).isEqualTo(seventh.tasks());
        assertThat(first.spec().name()).isEqualTo("sweep-0");
        assertThat(seventh.spec().name()).isEqualTo("sweep-7");
        assertThat(seventh.spec().replicas()).isEqualTo(2);
        assertThat(seventh.spec().labels()).containsEntry("slurm.array", "sweep");
        assertThat(read("#SBATCH --array=0-3").losses()).isEmpty();
        assertThat(read("#SBATCH -N 2").tasks()).isEmpty();
    }

    @Test
    void theNameOfATaskEndsWithItsIndexHoweverLongThatOfTheJobIs() {
        var script = "#!/bin/bash\n#SBATCH -J " + "a".repeat(57) + "-bcdefghij --array=99999\ndate\n";
        assertThat(SCRIPTS.read(script).spec().name()).isEqualTo("a".repeat(57) + "-99999");
    }

    @Test
    void soManyTasksRunAtOnceAsTheArraySays() {
        var limited = read("#SBATCH --job-name=sweep --array=1-48%10");
        assertThat(limited.spec().array()).isEqualTo(new TaskArray("sweep", 10));
        assertThat(limited.losses()).isEmpty();
        assertThat(read("#SBATCH --array=1-48%48").spec().array()).isNull();
        assertThat(read("#SBATCH --array=1-48").spec().array()).isNull();
    }

    @Test
    void aTaskThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> SCRIPTS.read("#!/bin/sh\n#SBATCH --array=0-3\ndate\n", 4))
                .hasMessageContaining("is 4, and the file has no such task: it has 4, 0 to 3");
        assertThatThrownBy(() -> SCRIPTS.read("#!/bin/sh\ndate\n", 0))
                .hasMessageContaining("the file is of one job; leave it out");
    }

    @Test
    void aRangeOfNodesIsAGangThatStartsWithTheFewest() {
        var spec = read("#SBATCH -N 2-8 --switches=1@10").spec();
        assertThat(spec.replicas()).isEqualTo(8);
        assertThat(spec.gang().minimum()).isEqualTo(2);
        assertThat(spec.gang().domainRequired()).isTrue();
    }

    @Test
    void componentsAlikeAreOneGang() {
        var spec = read("#SBATCH -N 4 --gres=gpu:h100-80gb:8", "#SBATCH hetjob", "#SBATCH -N 2 --gres=gpu:h100-80gb:8")
                .spec();
        assertThat(spec.replicas()).isEqualTo(6);
    }

    @Test
    void noRequeueMeansThatItIsTriedOnce() {
        assertThat(read("#SBATCH --no-requeue").spec().retry().limit()).isZero();
        assertThat(read("#SBATCH --requeue").spec().retry()).isEqualTo(RetryRule.USUAL);
        assertThat(read().spec().retry()).isEqualTo(RetryRule.USUAL);
    }

    @Test
    void anImageOfARegistryIsCarriedOver() {
        assertThat(read("#SBATCH --container-image=nvcr.io#nvidia/pytorch:24.10-py3")
                        .spec()
                        .variants()
                        .getFirst()
                        .image())
                .isEqualTo("nvcr.io/nvidia/pytorch:24.10-py3");
        assertThat(read("#SBATCH --container-image=/images/torch.sqsh").changesMeaning())
                .isTrue();
    }

    @Test
    void variablesOfTheExportOptionAreSet() {
        var conversion = read("#SBATCH --export=ALL,OMP_NUM_THREADS=4,MODE=fast");
        assertThat(conversion.spec().variants().getFirst().environment())
                .containsOnly(java.util.Map.entry("OMP_NUM_THREADS", "4"), java.util.Map.entry("MODE", "fast"));
        assertThat(conversion.changesMeaning()).isFalse();
        assertThat(read("#SBATCH --export=TOKEN").changesMeaning()).isTrue();
    }

    @Test
    void aPlainShellScriptIsABatchScriptOfOneCore() {
        assertThat(BatchScripts.recognises("#!/usr/bin/env bash\necho\n")).isTrue();
        assertThat(BatchScripts.recognises("#!/bin/sh")).isTrue();
        assertThat(BatchScripts.recognises("apiVersion: isobar/v1\nkind: Workload\n"))
                .isFalse();
        assertThat(BatchScripts.recognises("")).isFalse();
        assertThat(SCRIPTS.read("#!/bin/sh\ndate\n").spec().resources().cpus().toString())
                .isEqualTo("1+");
    }
}
