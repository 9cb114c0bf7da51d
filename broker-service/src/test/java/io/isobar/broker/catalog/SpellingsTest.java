package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.table.Csv;
import io.isobar.broker.table.CsvTable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spelling that was really seen resolves as the table of spellings says. */
class SpellingsTest {
    private static final AcceleratorResolver RESOLVER =
            AcceleratorCatalog.load().resolver();
    private static final Set<String> KNOWN = known();

    record Spelling(String text, Set<String> candidates, String resolution) {}

    static List<Spelling> spellings() throws IOException {
        var problems = new ArrayList<String>();
        var stream =
                Objects.requireNonNull(SpellingsTest.class.getResourceAsStream("/catalog/accelerator_spellings.csv"));
        try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            CsvTable table = Csv.read("spellings", reader, problems);
            assertThat(problems).isEmpty();
            return table.rows().stream()
                    .map(row -> new Spelling(
                            table.cell(row, "spelling").orElse(""),
                            Set.copyOf(table.list(row, "candidate_ids")),
                            table.cell(row, "resolution").orElse("")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void resolvesEverySpellingAsTheTableSays(Spelling spelling) {
        assertThat(candidates(RESOLVER.resolve(spelling.text()))).isEqualTo(spelling.candidates());
    }

    @Test
    void coversAllOfTheTable() throws IOException {
        List<Spelling> all = spellings();
        assertThat(all).hasSize(599);
        assertThat(all.stream().map(s -> RESOLVER.resolve(s.text())).filter(Exact.class::isInstance))
                .hasSize(519);
        assertThat(all.stream().map(s -> RESOLVER.resolve(s.text())).filter(Ambiguous.class::isInstance))
                .hasSize(34);
        assertThat(all.stream().map(s -> RESOLVER.resolve(s.text())).filter(Unknown.class::isInstance))
                .hasSize(46);
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void doesNotCareAboutCaseOrTheKindOfSeparator(Spelling spelling) {
        if (spelling.text().contains(":") || spelling.text().contains("MIG")) {
            return;
        }
        for (String text : List.of(
                spelling.text().toUpperCase(Locale.ROOT),
                spelling.text().toLowerCase(Locale.ROOT),
                spelling.text().replaceAll("[-_ ]", "_"),
                spelling.text().replaceAll("[-_ ]", "-"),
                " " + spelling.text() + " ")) {
            assertThat(candidates(RESOLVER.resolve(text))).as(text).isEqualTo(spelling.candidates());
        }
    }

    /** Case 2: a part of a name is never taken for the name. */
    @ParameterizedTest
    @MethodSource("spellings")
    void neverTakesAPartOfANameForTheName(Spelling spelling) {
        String text = spelling.text();
        for (int cut = 1; cut < text.length(); cut++) {
            for (String part : List.of(text.substring(0, cut), text.substring(cut))) {
                Resolution resolution = RESOLVER.resolve(part);
                if (!(resolution instanceof Unknown) && NameGrammar.parse(part) == null) {
                    assertThat(KNOWN).as("%s of %s", part, text).contains(flat(part));
                }
            }
        }
    }

    private static Set<String> known() {
        var known = new HashSet<String>();
        RESOLVER.names().forEach(name -> known.add(flat(name)));
        return known;
    }

    private static String flat(String name) {
        return FoldedName.fold(name).replace("-", "");
    }

    static Set<String> candidates(Resolution resolution) {
        return switch (resolution) {
            case Exact(AcceleratorModel model, NamedUnit _) -> Set.of(model.id());
            case Ambiguous(List<AcceleratorModel> models) ->
                Set.copyOf(models.stream().map(AcceleratorModel::id).toList());
            case Unknown _ -> Set.of();
        };
    }
}
