package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.table.Csv;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedsTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final String HEADER = "family,model_id,reference_id,precision,speed,setting,source\n";

    @Test
    void readsOneFigureBothWays() {
        var there = CATALOG.speeds().of("llama2-7b", "nvidia-h800-sxm5-80gb", "nvidia-a100-sxm4-80gb");
        var back = CATALOG.speeds().of("LLAMA2_7B", "nvidia-a100-sxm4-80gb", "nvidia-h800-sxm5-80gb");

        assertThat(there).hasValueSatisfying(speed -> assertThat(speed.ratio()).isEqualTo(1.7994));
        assertThat(back).hasValueSatisfying(speed -> assertThat(speed.ratio()).isEqualTo(1 / 1.7994));
    }

    @Test
    void makesOneFigureOfSeveralSettings() throws IOException {
        var speeds = speeds("f,nvidia-t4,nvidia-a10,,0.25,a,s\nf,nvidia-t4,nvidia-a10,,1,b,s\n", new ArrayList<>());

        assertThat(speeds.of("f", "nvidia-t4", "nvidia-a10")).hasValueSatisfying(speed -> {
            assertThat(speed.ratio()).isEqualTo(0.5, within(1e-12));
            assertThat(speed.source()).isEqualTo("s, 0.25 to 1.00 in 2 settings");
        });
    }

    @Test
    void knowsNothingOfFamiliesAndPairsThatNobodyMeasured() {
        assertThat(CATALOG.speeds().of(null, "nvidia-p100", "nvidia-k80")).isEmpty();
        assertThat(CATALOG.speeds().of("weather", "nvidia-p100", "nvidia-k80")).isEmpty();
        assertThat(CATALOG.speeds().of("LM", "nvidia-p100", "huawei-ascend-910b3"))
                .isEmpty();
        // Measured in two benchmarks that have no model in common.
        assertThat(CATALOG.speeds().of("transformer", "iluvatar-bi-v100", "nvidia-p100"))
                .isEmpty();
    }

    @Test
    void namesTheLineOfAFigureThatCannotBe() throws IOException {
        var problems = new ArrayList<String>();
        speeds("f,nvidia-t4,acme,,0,a,s\n", problems);

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).contains(":2").contains("acme"))
                .anySatisfy(problem -> assertThat(problem).contains(":2").contains("speed"));
    }

    private static Speeds speeds(String rows, List<String> problems) throws IOException {
        var table = Csv.read("speeds", new StringReader(HEADER + rows), problems);
        var models = new java.util.HashMap<String, AcceleratorModel>();
        CATALOG.models().forEach(model -> models.put(model.id(), model));
        return Speeds.read(table, models, problems);
    }
}
