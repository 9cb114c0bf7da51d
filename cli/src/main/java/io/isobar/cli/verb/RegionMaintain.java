package io.isobar.cli.verb;

import com.google.protobuf.Duration;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Times;
import io.isobar.cli.view.RegionText;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.Maintenance;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar region maintain}. */
@Command(
        name = "maintain",
        description =
                "Announce maintenance of a region: work that would still run then is not placed there; what runs goes on.")
final class RegionMaintain implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    @Parameters(paramLabel = "NAME", description = "The region.")
    private String name = "";

    /** A window, or none. */
    static final class What {
        @Option(names = "--clear", required = true, description = "Take back what was announced.")
        private boolean clear;

        @ArgGroup(exclusive = false)
        private @Nullable Window window;
    }

    /** When. */
    static final class Window {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "TIME",
                description = "RFC 3339, 2026-12-01T20:00:00+08:00.")
        private OffsetDateTime from = OffsetDateTime.MIN;

        @Option(names = "--until", required = true, paramLabel = "TIME", description = "When it is over.")
        private OffsetDateTime until = OffsetDateTime.MAX;

        @Option(
                names = "--lead",
                paramLabel = "HOURS",
                description = "So long before it, begin nothing of which nobody knows when it ends; 24 if not given.")
        private int leadHours = 24;

        @Option(names = "--note", paramLabel = "TEXT", description = "Why, for others; at most 500 characters.")
        private String note = "";
    }

    RegionMaintain(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var request = MaintainRegionRequest.newBuilder()
                .setRequestId(requestId.of(isobar.surroundings()))
                .setName(name);
        var window = what.clear ? null : what.window;
        if (window != null) {
            request.setMaintenance(Maintenance.newBuilder()
                    .setFrom(Times.timestamp(window.from))
                    .setUntil(Times.timestamp(window.until))
                    .setLead(Duration.newBuilder().setSeconds(window.leadHours * 3_600L))
                    .setNote(window.note));
        }
        return isobar.with(broker -> {
            var region = broker.regions().maintainRegion(request.build()).getRegion();
            output.print(
                    isobar.surroundings(),
                    region,
                    frame -> List.of(
                            Escapes.line("Region " + region.getDescription().getName()
                                    + (region.hasMaintenance()
                                            ? ": maintenance " + RegionText.maintenance(region.getMaintenance(), frame)
                                                    + "; " + region.getLiveAttempts() + " live attempts go on"
                                            : ": no maintenance is announced"))),
                    () -> List.of(region.getDescription().getName()));
            return 0;
        });
    }
}
