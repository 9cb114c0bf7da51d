package io.isobar.cli.verb;

import io.isobar.cli.broker.Pages;
import io.isobar.cli.view.RateTable;
import io.isobar.proto.workload.v1.ListRatesRequest;
import io.isobar.proto.workload.v1.ListRatesResponse;
import io.isobar.proto.workload.v1.Rate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar get rates}. */
@Command(
        name = "rates",
        aliases = "rate",
        description = "What runs have taught: how many times what is expected the work of a family takes on a model.")
final class GetRates implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    private String tenant = "";

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "Only on this model of accelerator, by its canonical id.")
    private String model = "";

    @Parameters(arity = "0..1", paramLabel = "FAMILY", description = "Only of this family (spec.work.family).")
    private String family = "";

    GetRates(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            var rates = Pages.read(
                    list.limit(),
                    (token, size) -> broker.workloads()
                            .listRates(ListRatesRequest.newBuilder()
                                    .setFamily(family)
                                    .setTenant(tenant)
                                    .setModelId(model)
                                    .setPageToken(token)
                                    .setPageSize(size)
                                    .build()),
                    ListRatesResponse::getRatesList,
                    ListRatesResponse::getNextPageToken);
            output.printTable(
                    isobar.surroundings(),
                    ListRatesResponse.newBuilder().addAllRates(rates.items()),
                    frame -> RateTable.of(rates.items(), frame),
                    () -> rates.items().stream().map(Rate::getFamily).distinct().toList(),
                    "rates");
            list.tellOfMore(rates, isobar.surroundings());
            return 0;
        });
    }
}
