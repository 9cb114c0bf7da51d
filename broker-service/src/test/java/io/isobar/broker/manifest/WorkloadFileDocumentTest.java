package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.workload.FieldRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WorkloadFileDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "workload-file.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Za-z.\\[\\]]+)` \\|([^|]*)\\|([^|]*)\\|([^|]*)\\|");

    @Test
    void describesEveryFieldAndNoOther() throws IOException {
        var described = rows().stream().map(row -> row.group(1)).toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(KnownFields.all());
    }

    @Test
    void givesTheTypeOfEveryField() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.group(2)).as(row.group(1)).isNotBlank());
    }

    @Test
    void namesEveryMemberOfEveryClosedSet() throws IOException {
        assertDescribed("spec.class", Choices.CLASS.keySet());
        assertDescribed("spec.gang.domain", Choices.DOMAIN.keySet());
        assertDescribed("spec.gang.across", Choices.ACROSS.keySet());
        assertDescribed("spec.objective.minimise", Choices.OBJECTIVE.keySet());
        assertDescribed("spec.placement.spread.by", Choices.SPREAD.keySet());
        assertDescribed("spec.billing.mode", Choices.BILLING.keySet());
        assertDescribed("spec.retry.on", Choices.CAUSE.keySet());
        assertDescribed("spec.disconnect.policy", Choices.DISCONNECT.keySet());
        assertDescribed(
                "spec.variants[].stack", List.of(FieldRules.stackTokens().split(", ")));
    }

    private static void assertDescribed(String field, Iterable<String> names) throws IOException {
        var type = rows().stream()
                .filter(row -> row.group(1).equals(field))
                .findFirst()
                .orElseThrow()
                .group(2);
        assertThat(names).allSatisfy(name -> assertThat(type).contains("`" + name + "`"));
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT)).results().toList();
    }
}
