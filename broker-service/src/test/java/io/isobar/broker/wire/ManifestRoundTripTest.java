package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.manifest.WorkloadFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is accepted as a file is read back from the store and from the wire as it was. */
class ManifestRoundTripTest {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final SpecCodec CODEC = new SpecCodec(CATALOG);
    private static final WorkloadFiles FILES = new WorkloadFiles(CATALOG);

    private static final String EVERYTHING = """
            apiVersion: isobar/v1
            kind: Workload
            metadata: { name: pangu.weather-1, tenant: met-lab, labels: { team: "气候" } }
            spec:
              class: 智算
              replicas: 25
              gang: { minimum: 20, startWithin: 2h, domain: required }
              resources:
                accelerators: { ordered: [ "nvidia:A100:80GB:8", { name: 910B3, count: 8, memory: 0GiB } ] }
                cpus: "0.5..64"
                memory: "=512Gi"
              variants:
                - { stack: cuda, image: "example/pangu:cu126", precisions: [ BF16, half ], driverMinimum: "535.104" }
                - { stack: cann, command: [ python, "", "train --npu" ], env: { A: "", B: "1" }, architecture: arm64 }
              work: { hours: 1440.5, on: A100-80GB, family: transformer-pretrain }
              data: [ { uri: "s3://era5", sizeGB: 0 }, { uri: x, size: 60TB, region: guizhou } ]
              checkpoint: { uri: "s3://ckpt", every: 30m, saveTakes: 0s, restartTakes: 10m }
              placement: { regions: [ a ], exclude: [ b ], spread: { by: provider, maximum: 1 }, residency: [ CN ], maxPricePerHour: "0 CNY" }
              objective: { minimise: time, valueOfTime: "0.000001 CNY/h", deadline: 2027-03-01T00:00:00.5+08:00 }
              billing: { mode: contract, contract: "年框 7" }
              retry: { limit: 0, on: [ ] }
              disconnect: { policy: prefer_original }
              timeLimit: 3652500d
            """;

    @Test
    void aFileWithEveryFieldComesBackAsItWas() {
        comesBack(EVERYTHING.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyExampleComesBackAsItWas() throws IOException {
        try (var files = Files.list(Path.of("..", "examples"))) {
            var manifests = files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".sh"))
                    .toList();
            assertThat(manifests).isNotEmpty();
            for (var file : manifests) {
                comesBack(Files.readAllBytes(file));
            }
        }
    }

    private static void comesBack(byte[] file) {
        var spec = FILES.parse(file);

        assertThat(CODEC.fromBytes(SpecCodec.toBytes(spec))).isEqualTo(spec);
        assertThat(CODEC.fromProto(SpecCodec.toProto(spec), "spec")).isEqualTo(spec);
    }
}
