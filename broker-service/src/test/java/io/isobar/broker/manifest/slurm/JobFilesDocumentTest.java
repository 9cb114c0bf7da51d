package io.isobar.broker.manifest.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/job-files.md names every option of sbatch that is known, under what becomes of it. */
class JobFilesDocumentTest {
    private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)`");

    @Test
    void theTablesNameEveryOptionOnce() throws IOException {
        var document = Files.readString(Path.of("..", "docs", "job-files.md"));
        var tables = document.substring(document.indexOf("| read | |"), document.indexOf("## Kubernetes"));
        assertThat(OPTION.matcher(tables).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SbatchOption.values())
                        .map(SbatchOption::toString)
                        .toList());
    }

    @Test
    void theColumnsSayWhatBecomesOfThem() throws IOException {
        var document = Files.readString(Path.of("..", "docs", "job-files.md"));
        var row = document.lines()
                .filter(line -> line.startsWith("| `--bb`"))
                .findFirst()
                .orElseThrow();
        var columns = row.split("\\|", -1);
        for (var option : SbatchOption.values()) {
            var column =
                    switch (option.changes) {
                        case READ -> 0;
                        case IF_ABSENT -> 1;
                        case NEVER -> option.instead.isEmpty() ? 3 : 2;
                    };
            if (column > 0) {
                assertThat(OPTION.matcher(columns[column]).results().map(MatchResult::group))
                        .contains("`" + option + "`");
            }
        }
    }
}
