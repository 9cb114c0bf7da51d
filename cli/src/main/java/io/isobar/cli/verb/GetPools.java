package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.PoolTable;
import io.isobar.proto.region.v1.ListPoolsRequest;
import io.isobar.proto.region.v1.ListPoolsResponse;
import io.isobar.proto.region.v1.PoolStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar get pools}. */
@Command(
        name = "pools",
        aliases = "pool",
        description = "Pools: accelerator, what is free in all and on the best node, price, age.")
final class GetPools implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(names = "--region", paramLabel = "NAME", description = "Only of this region.")
    private String region = "";

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Only this pool: REGION/POOL, or POOL of any region.")
    private String name = "";

    GetPools(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var wanted = PoolName.parse(name, region);
        return isobar.with(broker -> {
            var pools = read(broker, wanted.region(), list.limit());
            var shown = pools.items().stream().filter(wanted::matches).toList();
            if (shown.isEmpty() && !name.isEmpty()) {
                throw Problem.notFound("pool", name);
            }
            boolean one = wanted.isWhole() && shown.size() == 1;
            output.printTable(
                    isobar.surroundings(),
                    one
                            ? shown.getFirst()
                            : ListPoolsResponse.newBuilder().addAllPools(shown).build(),
                    frame -> PoolTable.of(shown, frame),
                    () -> shown.stream().map(PoolTable::name).toList(),
                    "pools");
            list.tellOfMore(pools, isobar.surroundings());
            return 0;
        });
    }

    static Pages<PoolStatus> read(Broker broker, String region, int limit) {
        return Pages.read(
                limit,
                (token, size) -> broker.regions()
                        .listPools(ListPoolsRequest.newBuilder()
                                .setRegion(region)
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListPoolsResponse::getPoolsList,
                ListPoolsResponse::getNextPageToken);
    }

    /** The pool of that name; throws a {@link Problem} where there is none or more than one. */
    static PoolStatus one(Broker broker, String name) {
        var wanted = PoolName.parse(name, "");
        List<PoolStatus> found = read(broker, wanted.region(), Integer.MAX_VALUE).items().stream()
                .filter(wanted::matches)
                .toList();
        if (found.isEmpty()) {
            throw Problem.notFound("pool", name);
        }
        if (found.size() > 1) {
            throw Problem.usage(
                    found.size() + " regions have a pool \"" + name + "\"",
                    "write one of "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(PoolTable::name)
                                            .limit(10)
                                            .toList()));
        }
        return found.getFirst();
    }
}
