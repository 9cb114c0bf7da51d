package io.isobar.cli.verb;

import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Times;
import io.isobar.cli.view.ReservationTable;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.region.v1.Reservation;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobar region reserve}. */
@Command(
        name = "reserve",
        description =
                "Reserve nodes of a pool for a tenant: from then on only its work that names the reservation has them.")
final class RegionReserve implements Callable<Integer> {
    private final Isobar isobar;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Of the reservation; work says it in placement.reservation.")
    private String name = "";

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Parameters(paramLabel = "REGION/POOL", description = "The pool.")
    private String pool = "";

    /** Nodes for a time, or none. */
    static final class What {
        @Option(names = "--clear", required = true, description = "Take the reservation back.")
        private boolean clear;

        @ArgGroup(exclusive = false)
        private @Nullable Nodes nodes;
    }

    /** Whose, how many and when. */
    static final class Nodes {
        @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "Whose they are.")
        private String tenant = "";

        @Option(names = "--nodes", required = true, paramLabel = "COUNT", description = "How many nodes.")
        private int count;

        @Option(
                names = "--from",
                required = true,
                paramLabel = "TIME",
                description = "RFC 3339, 2026-12-01T20:00:00+08:00.")
        private OffsetDateTime from = OffsetDateTime.MIN;

        @Option(names = "--until", required = true, paramLabel = "TIME", description = "When it is over.")
        private OffsetDateTime until = OffsetDateTime.MAX;
    }

    RegionReserve(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var named = PoolName.parse(pool, "");
        if (!named.isWhole()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "\"" + pool + "\" names no pool; write REGION/POOL, as `isobar get pools` shows it");
        }
        var request = ReserveNodesRequest.newBuilder()
                .setRequestId(requestId.of(isobar.surroundings()))
                .setRegion(named.region())
                .setPool(named.pool())
                .setName(name);
        var wanted = what.clear ? null : what.nodes;
        if (wanted != null) {
            request.setReservation(Reservation.newBuilder()
                    .setName(name)
                    .setTenant(wanted.tenant)
                    .setNodes(wanted.count)
                    .setFrom(Times.timestamp(wanted.from))
                    .setUntil(Times.timestamp(wanted.until)));
        }
        return isobar.with(broker -> {
            var region = broker.regions().reserveNodes(request.build()).getRegion();
            output.print(
                    isobar.surroundings(),
                    region,
                    frame -> List.of(Escapes.line(
                            wanted == null
                                    ? "Reservation " + name + " of " + pool + " is taken back"
                                    : "Reservation " + name + " of " + pool + ": "
                                            + ReservationTable.inWords(
                                                    made(named, region, request.getReservation()), frame))),
                    () -> List.of(name));
            return 0;
        });
    }

    /** As the broker has it; as asked for, where it is over by the time of the answer. */
    private Reservation made(PoolName named, Region region, Reservation asked) {
        return region.getPoolsList().stream()
                .filter(named::matches)
                .flatMap(one -> one.getReservationsList().stream())
                .filter(one -> one.getName().equals(name))
                .findFirst()
                .orElse(asked);
    }
}
