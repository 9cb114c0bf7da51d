package io.isobar.cli.verb;

import io.isobar.cli.problem.Problem;
import io.isobar.cli.text.DurationText;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Times;
import io.isobar.cli.view.RegionText;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.Maintenance;
import java.time.Duration;
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
                paramLabel = "DURATION",
                description =
                        "So long before it, begin nothing of which nobody knows when it ends: 90m, 1h30m, 2d, or a"
                                + " number of hours; 24h if not given.")
        private String lead = "24h";

        @Option(names = "--note", paramLabel = "TEXT", description = "Why, for others; at most 500 characters.")
        private String note = "";
    }

    RegionMaintain(Isobar isobar) {
        this.isobar = isobar;
    }

    /** A number without a unit is of hours. */
    private static Duration lead(String text) {
        boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return DurationText.parse(isNumber ? text + "h" : text)
                .orElseThrow(() -> Problem.usage(
                        "--lead \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\" is no duration",
                        "write " + DurationText.FORM + "; a number alone is of hours"));
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
                    .setLead(Times.duration(lead(window.lead)))
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
