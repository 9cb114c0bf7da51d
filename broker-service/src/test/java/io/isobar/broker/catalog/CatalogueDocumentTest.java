package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/catalogue.md lists every model; the expected table is in the failure message when it does not. */
class CatalogueDocumentTest {
    private static final String HEADING = "## All models\n\n";

    @Test
    void listsEveryModelOfTheCatalogue() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "catalogue.md"));
        assertThat(document).contains(HEADING);
        assertThat(document.substring(document.indexOf(HEADING) + HEADING.length()))
                .isEqualTo(table());
    }

    private static String table() {
        String rows = AcceleratorCatalog.load().models().stream()
                .map(CatalogueDocumentTest::row)
                .collect(Collectors.joining());
        return "| id | name in a request | stack | units per card | memory per unit | dense fp16 TFLOPS per unit |\n"
                + "|---|---|---|---|---|---|\n" + rows;
    }

    private static String row(AcceleratorModel model) {
        var tflops = model.denseTflops(Precision.FP16);
        return "| "
                + String.join(
                        " | ",
                        List.of(
                                model.id(),
                                model.name(),
                                model.stack().token(),
                                model.devicesPerCard() == null
                                        ? "unknown"
                                        : model.devicesPerCard().toString(),
                                model.nominalMemoryPerUnit()
                                        .map(Memory::toString)
                                        .orElse("unknown"),
                                tflops.isPresent() ? Double.toString(tflops.getAsDouble()) : "unknown"))
                + " |\n";
    }
}
