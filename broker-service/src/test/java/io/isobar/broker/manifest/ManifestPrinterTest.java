package io.isobar.broker.manifest;

import static io.isobar.broker.manifest.Manifests.CATALOG;
import static io.isobar.broker.manifest.Manifests.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.wire.Generator;
import org.junit.jupiter.api.Test;

class ManifestPrinterTest {
    private static final ManifestPrinter PRINTER = new ManifestPrinter(CATALOG);

    @Test
    void printsWhatIsReadBackAsTheSame() {
        SeededCases.check(200, random -> {
            var spec = new Generator(random, CATALOG).spec();
            var printed = PRINTER.print(spec);
            assertThat(parse(printed)).as(printed).isEqualTo(spec);
        });
    }

    @Test
    void leavesOutWhatIsUsual() {
        var text = """
                apiVersion: isobar/v1
                kind: Workload
                metadata:
                  name: hello
                spec:
                  resources:
                    accelerators: "A100-80GB:8"
                    cpus: "2+"
                  variants:
                    - stack: cuda
                      image: "example/train:1"
                      command: [python, train.py, "--epochs=3", "10"]
                      env:
                        NOTE: "a \\"b\\"\\t算力"
                    - stack: cpu
                      command:
                        - sh
                        - "-c"
                        - |
                          for i in 1 2; do
                            echo "$i"

                          done
                """;

        assertThat(PRINTER.print(parse(text))).isEqualTo(text);
    }
}
