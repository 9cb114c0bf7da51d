package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.SeededCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedNameTest {
    @ParameterizedTest
    @CsvSource({
        "A100-80GB, a100-80gb",
        "'  A100 _ 80GB ', a100-80gb",
        "H100_NVLink_80GB, h100nvlink80gb",
        "910B4-1, 910b4-1",
        "FT-2000+, ft2000+",
        "RTX 4090 (48 GB mod), rtx4090-48gbmod",
        "昇腾910B, 昇腾910b",
        "---, ''",
        "A10 0, a10-0"
    })
    void foldsCaseAndSeparatorsButKeepsDigitsApart(String name, String folded) {
        assertThat(FoldedName.fold(name)).isEqualTo(folded);
    }

    @Test
    void comparesAndHashesAsItFolds() {
        SeededCases.check(20_000, random -> {
            var text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append("aB19-_ .+昇".charAt(random.nextInt(10)));
            }
            String folded = FoldedName.fold(text);
            assertThat(FoldedName.folds(text, folded)).isTrue();
            assertThat(FoldedName.hash(text)).isEqualTo(FoldedName.hash(folded));
            assertThat(FoldedName.fold(folded)).isEqualTo(folded);
            assertThat(FoldedName.folds(text + "x", folded)).isFalse();
        });
    }
}
