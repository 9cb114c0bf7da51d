package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.view.AcceleratorText;
import io.isobar.cli.view.AttemptText;
import io.isobar.cli.view.PoolTable;
import io.isobar.cli.view.PoolText;
import io.isobar.cli.view.ProviderText;
import io.isobar.cli.view.RegionText;
import io.isobar.cli.view.WorkloadText;
import io.isobar.proto.catalog.v1.GetAcceleratorRequest;
import io.isobar.proto.execution.v1.GetAttemptRequest;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.PoolStatus;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.ListRatesRequest;
import io.isobar.proto.workload.v1.Rate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar describe}: everything known about one thing. */
@Command(
        name = "describe",
        description = "Everything known about one region, pool, workload, attempt, provider or accelerator.")
final class Describe implements Callable<Integer> {
    /** An explanation shows as many. */
    private static final int MOST_ATTEMPTS = 100;
    /** All of them are in {@code get rates}. */
    private static final int MOST_RATES = 20;

    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.region;

    @Parameters(index = "1", paramLabel = "NAME", description = "Name or id; a pool is REGION/POOL.")
    private String name = "";

    Describe(Isobar isobar) {
        this.isobar = isobar;
    }

    /** What can be described, as it is typed. */
    enum Kind {
        region,
        pool,
        workload,
        attempt,
        provider,
        accelerator
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            switch (kind) {
                case region -> region(broker);
                case pool -> pool(broker);
                case workload -> workload(broker);
                case attempt -> attempt(broker);
                case provider -> provider(broker);
                case accelerator -> accelerator(broker);
            }
            return 0;
        });
    }

    private void region(Broker broker) {
        var region = broker.regions()
                .getRegion(GetRegionRequest.newBuilder().setName(name).build())
                .getRegion();
        output.print(
                isobar.surroundings(),
                region,
                frame -> RegionText.lines(region, frame),
                () -> List.of(region.getDescription().getName()));
    }

    private void pool(Broker broker) {
        var pool = GetPools.one(broker, name);
        output.print(
                isobar.surroundings(),
                pool,
                frame -> PoolText.lines(pool, rates(broker, pool), figures(broker, pool), frame),
                () -> List.of(PoolTable.name(pool)));
    }

    /** Telemetry comes with the region. */
    private static List<Figure> figures(Broker broker, PoolStatus pool) {
        return broker
                .regions()
                .getRegion(
                        GetRegionRequest.newBuilder().setName(pool.getRegion()).build())
                .getRegion()
                .getFiguresList()
                .stream()
                .filter(figure -> figure.hasPool()
                        && figure.getPool().equals(pool.getPool().getName()))
                .toList();
    }

    private static List<Rate> rates(Broker broker, PoolStatus pool) {
        var model = pool.getPool().getAccelerator().getModelId();
        return model.isEmpty()
                ? List.of()
                : broker.workloads()
                        .listRates(ListRatesRequest.newBuilder()
                                .setModelId(model)
                                .setPageSize(MOST_RATES)
                                .build())
                        .getRatesList();
    }

    private void workload(Broker broker) {
        var workload = broker.workloads()
                .get(GetRequest.newBuilder().setId(name).build())
                .getWorkload();
        var attempts =
                GetAttempts.read(broker, workload.getId(), "", MOST_ATTEMPTS).items();
        output.print(
                isobar.surroundings(),
                workload,
                frame -> WorkloadText.lines(workload, attempts, frame),
                () -> List.of(workload.getId()));
    }

    private void attempt(Broker broker) {
        var attempt = broker.attempts()
                .getAttempt(GetAttemptRequest.newBuilder().setId(name).build())
                .getAttempt();
        output.print(
                isobar.surroundings(),
                attempt,
                frame -> AttemptText.lines(attempt, frame),
                () -> List.of(attempt.getId()));
    }

    private void accelerator(Broker broker) {
        var known = broker.catalog()
                .getAccelerator(GetAcceleratorRequest.newBuilder().setName(name).build());
        output.print(
                isobar.surroundings(),
                known,
                frame -> AcceleratorText.lines(known, frame),
                () -> List.of(known.getAccelerator().getId()));
    }

    private void provider(Broker broker) {
        var provider = GetProviders.read(broker, Integer.MAX_VALUE).items().stream()
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("provider", name));
        var regions = GetRegions.read(broker, Integer.MAX_VALUE).items().stream()
                .filter(region -> region.getDescription().getProvider().equals(name))
                .toList();
        output.print(
                isobar.surroundings(),
                provider,
                frame -> ProviderText.lines(provider, regions, frame),
                () -> List.of(provider.getName()));
    }
}
