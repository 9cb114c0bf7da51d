package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.view.RegionTable;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.Region;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar get regions}. */
@Command(
        name = "regions",
        aliases = "region",
        description = "Regions: link, what is free, how old that is, load, attempts that live there.")
final class GetRegions implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this region.")
    private String name = "";

    GetRegions(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            if (name.isEmpty()) {
                all(broker);
            } else {
                one(broker);
            }
            return 0;
        });
    }

    private void one(Broker broker) {
        var region = broker.regions()
                .getRegion(GetRegionRequest.newBuilder().setName(name).build())
                .getRegion();
        output.printTable(
                isobar.surroundings(),
                region,
                frame -> RegionTable.of(List.of(region), frame),
                () -> List.of(nameOf(region)),
                "regions");
    }

    private void all(Broker broker) {
        var regions = read(broker, list.limit());
        output.printTable(
                isobar.surroundings(),
                ListRegionsResponse.newBuilder().addAllRegions(regions.items()),
                frame -> RegionTable.of(regions.items(), frame),
                () -> regions.items().stream().map(GetRegions::nameOf).toList(),
                "regions");
        list.tellOfMore(regions, isobar.surroundings());
    }

    static Pages<Region> read(Broker broker, int limit) {
        return Pages.read(
                limit,
                (token, size) -> broker.regions()
                        .listRegions(ListRegionsRequest.newBuilder()
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListRegionsResponse::getRegionsList,
                ListRegionsResponse::getNextPageToken);
    }

    private static String nameOf(Region region) {
        return region.getDescription().getName();
    }
}
