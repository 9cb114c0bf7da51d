package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.ProviderTable;
import io.isobar.proto.region.v1.ListProvidersRequest;
import io.isobar.proto.region.v1.ListProvidersResponse;
import io.isobar.proto.region.v1.Provider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar get providers}. */
@Command(name = "providers", aliases = "provider", description = "Providers and the regions they have.")
final class GetProviders implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this provider.")
    private String name = "";

    GetProviders(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            var providers = read(broker, list.limit());
            var shown = providers.items().stream()
                    .filter(provider -> name.isEmpty() || name.equals(provider.getName()))
                    .toList();
            if (shown.isEmpty() && !name.isEmpty()) {
                throw Problem.notFound("provider", name);
            }
            output.printTable(
                    isobar.surroundings(),
                    name.isEmpty()
                            ? ListProvidersResponse.newBuilder()
                                    .addAllProviders(shown)
                                    .build()
                            : shown.getFirst(),
                    frame -> ProviderTable.of(shown),
                    () -> shown.stream().map(Provider::getName).toList(),
                    "providers");
            list.tellOfMore(providers, isobar.surroundings());
            return 0;
        });
    }

    static Pages<Provider> read(Broker broker, int limit) {
        return Pages.read(
                limit,
                (token, size) -> broker.regions()
                        .listProviders(ListProvidersRequest.newBuilder()
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListProvidersResponse::getProvidersList,
                ListProvidersResponse::getNextPageToken);
    }
}
