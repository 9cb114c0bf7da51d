package io.isobar.broker.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.CatalogException;
import io.isobar.broker.catalog.Resolution;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's table on the way that it takes when the broker starts: a key of the configuration, the mapping, the producer. */
class CatalogConfigurationTest {
    private static final String KEY = "isobar.broker.catalog.file";
    private static final String HEADER = "id,vendor,model,aliases,stack,unit_kind,devices_per_card,memory_gb,"
            + "reported_mib_per_device,confidence,source\n";

    @TempDir
    Path folder = Path.of("");

    private static AcceleratorCatalog started(Map<String, String> keys) {
        var configuration = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .withMapping(BrokerConfiguration.class)
                .build()
                .getConfigMapping(BrokerConfiguration.class);
        return new Core().catalog(configuration);
    }

    private AcceleratorCatalog startedWith(String table) throws IOException {
        var file = Files.writeString(folder.resolve("own.csv"), table);
        return started(Map.of(KEY, file.toString()));
    }

    @Test
    void takesTheOperatorsSpeeds() throws IOException {
        var file = Files.writeString(folder.resolve("speeds.csv"), """
                family,model_id,reference_id,precision,speed,setting,source
                our-model,nvidia-t4,nvidia-a10,fp16,0.4,one card,our machines
                """);
        var catalog = started(Map.of("isobar.broker.catalog.speeds-file", file.toString()));
        assertThat(catalog.speeds().of("our-model", "nvidia-t4", "nvidia-a10"))
                .hasValueSatisfying(speed -> assertThat(speed.ratio()).isEqualTo(0.4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> started(Map.of("isobar.broker.catalog.speeds-file", "absent.csv")))
                .withMessageContaining("isobar.broker.catalog.speeds-file: absent.csv is absent");
    }

    @Test
    void withoutTheKeyTheCatalogueIsTheProducts() {
        var catalog = started(Map.of());
        assertThat(catalog.models()).isNotEmpty().noneMatch(catalog::isOperators);
    }

    @Test
    void takesTheOperatorsEntriesAndKnowsThatTheyAreTheirs() throws IOException {
        var catalog = startedWith(HEADER
                + "acme-x1,Acme,X1,X1;Acme-X1-64GB,cann,card,1,64,65536,partial,data sheet of March\n"
                + "huawei-ascend-910b3,Huawei,Ascend 910B3,910B;Ascend910B3,cann,card,1,64,65536,high,our machines\n");
        var acme = catalog.find("acme-x1").orElseThrow();
        assertThat(catalog.isOperators(acme)).isTrue();
        assertThat(catalog.resolver().resolve("acme x1 64GB")).isInstanceOf(Resolution.Exact.class);
        assertThat(catalog.resolver().resolve("910B")).isInstanceOf(Resolution.Exact.class);
        assertThat(catalog.isOperators(catalog.find("nvidia-t4").orElseThrow())).isFalse();
    }

    @Test
    void doesNotStartWithABadTableAndNamesEveryProblem() {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> startedWith(HEADER.replace("\n", ",vram\n")
                        + "acme-x1,Acme,X1,L40S,cann,card,1,64,65536,partial,sheet,\n"
                        + "acme-x2,Acme,X2,X2,cann,card,1,85.9,,partial,sheet,\n"
                        + "acme-x3,Acme,X3,X3,cann,card,1,64,68719,partial,sheet,\n"
                        + "acme-x4,Acme,X4,X4,cann,card,2,128,65536,partial,sheet,\n"
                        + "acme-x5,Acme,X5,X5,cann,die,1,64,65536,partial,sheet,\n"
                        + "acme-x6,Acme,X6,X5,cann,die,2,64,65536,partial,sheet,\n"
                        + "nvidia-a100-sxm4-80gb,NVIDIA,A100,A100-80GB,cuda,card,1,40,,high,sheet,\n"))
                .satisfies(refused -> assertThat(refused.problems())
                        .anySatisfy(problem -> assertThat(problem).contains("the column \"vram\" is not known"))
                        .anySatisfy(problem -> assertThat(problem).contains("\"L40S\" means nvidia-l40s and acme-x1"))
                        .anySatisfy(problem ->
                                assertThat(problem).contains("own.csv:3: memory_gb is 85.9, which is 80 GiB"))
                        .anySatisfy(problem ->
                                assertThat(problem).contains("own.csv:5: unit_kind is card, but devices_per_card is 2"))
                        .anySatisfy(problem ->
                                assertThat(problem).contains("own.csv:6: unit_kind is die, but devices_per_card is 1"))
                        .anySatisfy(problem -> assertThat(problem)
                                .contains("own.csv:7: reported_mib_per_device gives 64Gi per device")
                                .contains("for another number of devices?"))
                        .anySatisfy(problem -> assertThat(problem).contains("\"X5\" means acme-x5 and acme-x6"))
                        .anySatisfy(problem -> assertThat(problem).contains("7 of 1g.10gb take 70Gi")));
    }

    @Test
    void doesNotStartWithoutTheFileThatIsNamed() throws IOException {
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        for (var wrong : new String[] {folder.resolve("none.csv").toString(), folder.toString(), binary.toString()}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> started(Map.of(KEY, wrong)))
                    .withMessageStartingWith(KEY + ": " + wrong)
                    .withMessageContaining("docs/catalogue.md");
        }
    }
}
