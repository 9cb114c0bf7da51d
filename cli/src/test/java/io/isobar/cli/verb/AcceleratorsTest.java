package io.isobar.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeCatalog;
import io.isobar.cli.samples.Run;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AcceleratorsTest {
    private final FakeCatalog catalog = new FakeCatalog();
    private final FakeBroker broker = new FakeBroker(catalog);

    @AfterEach
    void stop() {
        broker.close();
    }

    private Run run(String... arguments) {
        return Run.of(broker, arguments);
    }

    @Test
    void listsTheWholeCatalogueAndShowsTheUnknownAsADash() {
        var run = run("accelerators");
        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(1)).contains("Ascend910B3", "Huawei", "cann", "card", "64Gi", "313", "no");
        assertThat(run.lines().get(2)).matches(".* -  +-  +-  +-  +-  +-  +-  +-");
        assertThat(run("accelerators", "-o", "name").lines()).contains("huawei-ascend-910b3");
    }

    @Test
    void filtersGoToTheBroker() {
        run("accelerators", "--vendor", "huawei", "--stack", "cann");
        assertThat(catalog.listed.getFirst().getVendor()).isEqualTo("huawei");
        assertThat(catalog.listed.getFirst().getStack()).isEqualTo("cann");
        assertThat(run("accelerators", "--vendor", "huawei", "910B3").code()).isEqualTo(2);
    }

    @Test
    void everythingFitsTheTerminal() {
        for (var arguments : List.of(
                List.of("accelerators"),
                List.of("accelerators", "910B"),
                List.of("accelerators", "910B3:8"),
                List.of("describe", "accelerator", "910B3"),
                List.of("describe", "accelerator", "紫霄"))) {
            var run = run(arguments.toArray(String[]::new));
            assertThat(run.code()).isZero();
            assertThat(run.lines())
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
        }
    }

    @Test
    void saysWhatASpellingMeansAndHowToWriteIt() {
        var run = run("accelerators", "910B3:8");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("\"910B3:8\"", "read as       a request", "huawei-ascend-910b3 (Huawei Ascend 910B3)")
                .contains("asks for      8 units", "write         Ascend910B3:8");
        assertThat(run("accelerators", "910B3:8", "-o", "json").out())
                .contains("\"match\": \"SPELLING_MATCH_EXACT\"", "\"count\": \"8\"");
    }

    @Test
    void listsTheCandidatesOfAnAmbiguousSpelling() {
        var run = run("accelerators", "910B");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("may mean      2 models", "Ascend910B3", "Write one of these names.");
    }

    @Test
    void aSpellingThatMeansNothingEndsWithFourAndTheNearestNames() {
        var run = run("accelerators", "91OB3", "or", "so");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("\"91OB3 or so\" means no accelerator").contains("did you mean 910B3, 910B4?");
        var json = run("accelerators", "nope", "-o", "json");
        assertThat(json.code()).isEqualTo(4);
        assertThat(json.out()).contains("\"nearest\": [\"910B3\", \"910B4\"]");
    }

    @Test
    void describesAllThatIsKnown() {
        var out = run("describe", "accelerator", "910B3").out();
        assertThat(out)
                .startsWith("Accelerator Ascend910B3\n")
                .contains("64Gi per unit (nominal), 64Gi per card (nominal), type unknown")
                .contains("also called   Huawei Ascend 910B")
                .contains("may be meant  by 910B")
                .contains("Kubernetes    huawei.com/Ascend910B3")
                .contains("power         unknown")
                .contains("source        data sheet")
                .containsPattern("fp16 +yes +313 +313")
                .containsPattern("fp8 +no +unknown +unknown")
                .containsPattern("1g.10gb +7 +10Gi +1/7")
                .containsPattern("PyTorch +2.9 +cu128 +no +it has code for")
                .containsPattern("CANN 8.5.0 +Torch-npu 2.9.0")
                .contains("A package runs where exactly what it is built for is installed");
    }

    @Test
    void nothingThatIsUnknownReadsAsZero() {
        var out = run("describe", "accelerator", "紫霄").out();
        assertThat(out)
                .contains("stack         unknown")
                .contains("unit          unknown, units per card unknown")
                .contains("memory        unknown per unit, unknown per card")
                .contains("No build of a framework is known for an unknown stack.")
                .doesNotContainPattern("\\b0\\b");
    }

    @Test
    void describesNothingByAWrongNameOrAnAmbiguousOne() {
        var unknown = run("describe", "accelerator", "91OB3");
        assertThat(unknown.code()).isEqualTo(4);
        assertThat(unknown.err())
                .contains("no accelerator \"91OB3\"", "did you mean 910B3, 910B4?", "isobar accelerators");
        var ambiguous = run("describe", "accelerator", "910B");
        assertThat(ambiguous.code()).isEqualTo(2);
        assertThat(ambiguous.err()).contains("candidates: Ascend910B1, Ascend910B2");
    }
}
