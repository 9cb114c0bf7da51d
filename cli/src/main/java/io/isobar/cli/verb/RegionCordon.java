package io.isobar.cli.verb;

import io.isobar.cli.text.Escapes;
import io.isobar.proto.region.v1.CordonRegionRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar region cordon}. */
@Command(name = "cordon", description = "Place no new work in a region; what runs there goes on.")
final class RegionCordon implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for others; at most 500 characters.")
    private String note = "";

    @Parameters(paramLabel = "NAME", description = "The region.")
    private String name = "";

    RegionCordon(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var request = CordonRegionRequest.newBuilder()
                .setRequestId(requestId.of(isobar.surroundings()))
                .setName(name)
                .setNote(note)
                .build();
        return isobar.with(broker -> {
            var region = broker.regions().cordonRegion(request).getRegion();
            output.print(
                    isobar.surroundings(),
                    region,
                    frame -> List.of(
                            Escapes.line("Region " + region.getDescription().getName()
                                    + " is cordoned: it gets no new work; " + region.getLiveAttempts()
                                    + " live attempts go on")),
                    () -> List.of(region.getDescription().getName()));
            return 0;
        });
    }
}
