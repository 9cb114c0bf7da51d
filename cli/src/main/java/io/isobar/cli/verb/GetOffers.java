package io.isobar.cli.verb;

import io.isobar.cli.broker.Pages;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.OfferTable;
import io.isobar.cli.view.PoolTable;
import io.isobar.proto.region.v1.ListOffersRequest;
import io.isobar.proto.region.v1.ListOffersResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar get offers}. */
@Command(
        name = "offers",
        aliases = "offer",
        description = "Offers: what a pool costs in each billing mode, and what is free behind it.")
final class GetOffers implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(
            names = "--accelerator",
            paramLabel = "NAME:COUNT",
            description = "Only pools with this model and so many units on one node, for example 910B3:8.")
    private String accelerator = "";

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only of this pool: REGION/POOL, or POOL.")
    private String name = "";

    GetOffers(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var wanted = PoolName.parse(name, "");
        return isobar.with(broker -> {
            var offers = Pages.read(
                    list.limit(),
                    (token, size) -> broker.regions()
                            .listOffers(ListOffersRequest.newBuilder()
                                    .setAccelerator(accelerator)
                                    .setPageToken(token)
                                    .setPageSize(size)
                                    .build()),
                    ListOffersResponse::getOffersList,
                    ListOffersResponse::getNextPageToken);
            var shown = offers.items().stream()
                    .filter(offer -> wanted.matches(offer.getPool()))
                    .toList();
            if (shown.isEmpty() && !name.isEmpty()) {
                throw Problem.notFound("offer", name);
            }
            output.printTable(
                    isobar.surroundings(),
                    ListOffersResponse.newBuilder().addAllOffers(shown),
                    frame -> OfferTable.of(shown, frame),
                    () -> shown.stream()
                            .map(offer -> PoolTable.name(offer.getPool()))
                            .distinct()
                            .toList(),
                    "offers");
            list.tellOfMore(offers, isobar.surroundings());
            return 0;
        });
    }
}
