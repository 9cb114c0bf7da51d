package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.wire.SpecCodec;
import io.isobar.broker.workload.WorkloadSpec;
import java.nio.charset.StandardCharsets;

/** What every accepted workload must bear, from whichever file it comes. */
public final class Accepted {
    private static final ManifestPrinter PRINTER = new ManifestPrinter(Manifests.CATALOG);
    private static final SpecCodec CODEC = new SpecCodec(Manifests.CATALOG);

    private Accepted() {}

    /** It can be stored, and printed as a workload file, and is the same when it is read again. */
    public static void isReadBackAsTheSame(WorkloadSpec spec) {
        assertThat(CODEC.fromBytes(SpecCodec.toBytes(spec))).isEqualTo(spec);
        var printed = PRINTER.print(spec);
        assertThat(Manifests.MANIFEST.parse(printed.getBytes(StandardCharsets.UTF_8)))
                .as(printed)
                .isEqualTo(spec);
    }
}
