package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.resource.Memory;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceleratorCatalogTest {
    private static final String V100 = "nvidia-v100-sxm2-16gb";
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final String HEADER = "id,vendor,model,aliases,confidence,source,memory_gb,reported_mib_per_device,"
            + "devices_per_card,unit_kind,stack,fp16_tflops,missing_precisions\n";

    @Test
    void holdsEveryModelWithASource() {
        assertThat(CATALOG.models()).hasSize(108).allSatisfy(model -> {
            assertThat(model.source()).isNotBlank();
            assertThat(CATALOG.find(model.id())).contains(model);
        });
    }

    @Test
    void leavesUnknownWhatTheSourceDoesNotSay() {
        AcceleratorModel mlu590 = CATALOG.find("cambricon-mlu590").orElseThrow();
        assertThat(mlu590.memoryPerUnit()).isEmpty();
        assertThat(mlu590.denseTflops("fp16")).isEmpty();
        assertThat(mlu590.support(Precision.BF16)).isEqualTo(Support.UNKNOWN);
        assertThat(mlu590.supports("bf16")).isFalse();
        AcceleratorModel zixiao = CATALOG.find("tencent-zixiao").orElseThrow();
        assertThat(zixiao.stack()).isEqualTo(SoftwareStack.UNKNOWN);
    }

    @Test
    void knowsWhichPrecisionsAreMissing() {
        AcceleratorModel v100 = CATALOG.find("nvidia-v100-sxm2-32gb").orElseThrow();
        assertThat(v100.support(Precision.BF16)).isEqualTo(Support.MISSING);
        assertThat(v100.supports("FP16")).isTrue();
        assertThat(CATALOG.find("huawei-ascend-910a").orElseThrow().support(Precision.BF16))
                .isEqualTo(Support.MISSING);
        assertThat(CATALOG.find("huawei-ascend-910b4").orElseThrow().supports("bfloat16"))
                .isTrue();
    }

    /** Figures are of a card; what is allocated is a die. */
    @ParameterizedTest
    @CsvSource({
        "amd-mi250x, 64, 191.5",
        "huawei-ascend-910c, 64, 390",
        "nvidia-a100-sxm4-80gb, 80, 312",
        "iluvatar-bi-v150, 32, 96",
        "nvidia-k80, 12, NaN"
    })
    void countsADieAsAUnit(String id, long gibibytes, double fp16) {
        AcceleratorModel model = CATALOG.find(id).orElseThrow();
        assertThat(model.nominalMemoryPerUnit()).contains(Memory.ofGibibytes(gibibytes));
        assertThat(model.denseTflops(Precision.FP16).orElse(Double.NaN)).isEqualTo(Double.valueOf(fp16));
    }

    @Test
    void takesAnOperatorsNewModel() {
        AcceleratorCatalog changed = load("acme-x1,Acme,X1,X1;X-1,partial,data sheet,64,65536,1,card,cann,100,FP64\n");
        AcceleratorModel model = changed.find("acme-x1").orElseThrow();
        assertThat(changed.resolver().resolve("Acme x1")).isEqualTo(Exact.whole(model));
        assertThat(model.stack()).isEqualTo(SoftwareStack.CANN);
        assertThat(changed.models()).hasSize(109);
    }

    @Test
    void replacesAnEntryAndKeepsItsOtherNames() {
        AcceleratorCatalog changed =
                load("nvidia-t4,NVIDIA,T4,T4-own,high,own measurement,16,15360,1,card,cuda,60,BF16\n");
        AcceleratorModel model = changed.find("nvidia-t4").orElseThrow();
        assertThat(model.denseTflops("fp16")).hasValue(60);
        assertThat(changed.resolver().resolve("nvidia-tesla-t4")).isEqualTo(Exact.whole(model));
        assertThat(changed.models()).hasSize(108);
    }

    @Test
    void letsAnOperatorSettleAnAmbiguousNameForOneOfItsCandidates() {
        assertThat(CATALOG.resolver().resolve("910B")).isInstanceOf(Ambiguous.class);
        AcceleratorCatalog changed = load(
                "huawei-ascend-910b3,Huawei,Ascend 910B3,910B;Ascend910B3,high,own,64,65536,1,card,cann,313,FP8\n");
        assertThat(changed.resolver().resolve("910B"))
                .isEqualTo(Exact.whole(changed.find("huawei-ascend-910b3").orElseThrow()));
    }

    @Test
    void namesEveryProblemOfABadTableAtOnce() {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> load("""
                        Acme_X1,Acme,X1,L40S,partial,data sheet,64,65536,1,card,cann,100,FP64
                        acme-x2,Acme,X2,X2,maybe,,85.9,81559,1,chip,cudda,0,FP65
                        acme-x3,Acme,X3,X3,high,sheet,40960,40000,1,card,cuda,100,FP16
                        acme-x3,Acme,X4,X4,high,sheet,-1,1e3,1.5,card,cuda,１00,
                        too,short
                        """))
                .satisfies(e -> assertThat(e.problems())
                        .anySatisfy(p -> assertThat(p).contains("own.csv:2: id \"Acme_X1\" is not lower-case"))
                        .anySatisfy(p -> assertThat(p).contains("the name \"L40S\" means nvidia-l40s and Acme_X1"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:3: confidence is not high"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:3: source is empty"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:3: unit_kind \"chip\""))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:3: stack \"cudda\""))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:3: fp16_tflops is 0"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:3: missing_precisions has \"FP65\""))
                        .anySatisfy(p -> assertThat(p).contains("reported_mib_per_device gives 81559Mi per device"))
                        .anySatisfy(p -> assertThat(p)
                                .contains("own.csv:4: memory_gb is 40960")
                                .contains("in MiB?"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:4: missing_precisions has FP16"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:5: id \"acme-x3\" is there twice"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:5: memory_gb is \"-1\""))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:5: reported_mib_per_device is \"1e3\""))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:5: devices_per_card is 1.5"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:6: the row has 2 cells, the header has 13"))
                        .anySatisfy(p -> assertThat(p).contains("own.csv:5: fp16_tflops is")));
    }

    @Test
    void refusesAnUnknownColumnAndAnAbsentOne() {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> AcceleratorCatalog.load(
                        "own.csv", new StringReader("id,vendor,model,vram\n"), "", new StringReader("")))
                .satisfies(e -> assertThat(e.problems())
                        .anySatisfy(p -> assertThat(p).contains("the column \"vram\" is not known"))
                        .anySatisfy(p -> assertThat(p).contains("the column \"source\" is required and absent")));
    }

    @Test
    void refusesAReplacementThatDoesNotFitThePartitions() {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> load("nvidia-a100-sxm4-80gb,NVIDIA,A100,A100-80GB,high,own,40,,1,card,cuda,312,\n"))
                .satisfies(e -> assertThat(e.problems())
                        .anySatisfy(p ->
                                assertThat(p).contains("7 of 1g.10gb take 70Gi, but nvidia-a100-sxm4-80gb has 40Gi"))
                        .anySatisfy(p -> assertThat(p).contains("7g.79gb is the whole card with 79Gi")));
    }

    @Test
    void knowsThePartitionsOfAModel() {
        AcceleratorModel a30 = CATALOG.find("nvidia-a30").orElseThrow();
        assertThat(CATALOG.partitions(a30))
                .extracting(Partition::profile)
                .isEqualTo(List.of("1g.6gb", "2g.12gb", "4g.24gb"));
    }

    @Test
    void ofAFamilyThatTheOperatorMeasuredOnlyHisFiguresCount() {
        var product = CATALOG.speeds();
        var own = speeds(
                        "A3C,nvidia-k80,nvidia-v100-sxm2-16gb,fp32,2,one card,own measurement",
                        "our-model,nvidia-k80,nvidia-v100-sxm2-16gb,fp32,0.5,one card,own measurement")
                .speeds();

        assertThat(product.of("a3c", "nvidia-p100", V100)).isPresent();
        assertThat(own.of("a3c", "nvidia-p100", V100)).isEmpty();
        assertThat(own.of("a3c", "nvidia-k80", V100)).contains(new Speeds.Measured(2, "own measurement"));
        assertThat(own.of("Our Model", V100, "nvidia-k80")).contains(new Speeds.Measured(2, "own measurement"));
        assertThat(own.of("CycleGAN", "nvidia-k80", V100)).isEqualTo(product.of("CycleGAN", "nvidia-k80", V100));
    }

    @Test
    void refusesSpeedsOfModelsThatNobodyKnows() {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> speeds("A3C,acme-x1,nvidia-v100-sxm2-16gb,fp32,0,one card,own"))
                .satisfies(e -> assertThat(e.problems())
                        .anySatisfy(p ->
                                assertThat(p).contains("speeds.csv:2").contains("\"acme-x1\" is not in the catalogue"))
                        .anySatisfy(p -> assertThat(p).contains("must be more than 0")));
    }

    private static AcceleratorCatalog speeds(String... rows) {
        var table = "family,model_id,reference_id,precision,speed,setting,source\n" + String.join("\n", rows);
        return AcceleratorCatalog.load("", new StringReader(""), "speeds.csv", new StringReader(table));
    }

    private static AcceleratorCatalog load(String rows) {
        return AcceleratorCatalog.load("own.csv", new StringReader(HEADER + rows), "", new StringReader(""));
    }
}
