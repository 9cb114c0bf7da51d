package io.isobar.cli.verb;

import io.isobar.cli.text.Escapes;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar region uncordon}. */
@Command(name = "uncordon", description = "Place work in a region again.")
final class RegionUncordon implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "The region.")
    private String name = "";

    RegionUncordon(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var request = UncordonRegionRequest.newBuilder()
                .setRequestId(requestId.of(isobar.surroundings()))
                .setName(name)
                .build();
        return isobar.with(broker -> {
            var region = broker.regions().uncordonRegion(request).getRegion();
            output.print(
                    isobar.surroundings(),
                    region,
                    frame -> List.of(
                            Escapes.line("Region " + region.getDescription().getName() + " takes new work again")),
                    () -> List.of(region.getDescription().getName()));
            return 0;
        });
    }
}
