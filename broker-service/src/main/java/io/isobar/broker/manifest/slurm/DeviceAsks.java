package io.isobar.broker.manifest.slurm;

import io.isobar.broker.catalog.Gres;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.slurm.DeviceAsk.Basis;
import java.util.ArrayList;
import java.util.List;

/** Reads every option that asks for accelerators. */
final class DeviceAsks {
    private static final String KIND = "gpu";

    private final Findings findings;
    private final AskedAccelerators accelerators;

    DeviceAsks(Findings findings, AskedAccelerators accelerators) {
        this.findings = findings;
        this.accelerators = accelerators;
    }

    List<DeviceAsk> of(Component component) {
        var asks = new ArrayList<DeviceAsk>();
        component.last(SbatchOption.GPUS_PER_NODE).ifPresent(given -> asks.addAll(counted(given, Basis.NODE)));
        component.last(SbatchOption.GRES).ifPresent(given -> asks.addAll(generic(given, Basis.NODE, given.value())));
        component.last(SbatchOption.GPUS_PER_TASK).ifPresent(given -> asks.addAll(counted(given, Basis.TASK)));
        component.last(SbatchOption.TRES_PER_TASK).ifPresent(given -> asks.addAll(trackable(given)));
        component.last(SbatchOption.GPUS_PER_SOCKET).ifPresent(given -> asks.addAll(counted(given, Basis.SOCKET)));
        component.last(SbatchOption.GPUS).ifPresent(given -> asks.addAll(counted(given, Basis.JOB)));
        return asks;
    }

    /** {@code 8}, {@code a100:8}, or several of these. */
    private List<DeviceAsk> counted(Given given, Basis basis) {
        var entries = new ArrayList<String>();
        for (var entry : given.value().split(",", -1)) {
            entries.add(entry.startsWith(KIND + ":") ? entry : KIND + ":" + entry);
        }
        return generic(given, basis, String.join(",", entries));
    }

    /** {@code cpu=4,gres/gpu:a100=1}, also with a colon before the count. */
    private List<DeviceAsk> trackable(Given given) {
        var asks = new ArrayList<DeviceAsk>();
        for (var entry : given.value().split(",", -1)) {
            if (entry.startsWith("gres/")) {
                asks.addAll(generic(
                        given, Basis.TASK, entry.substring("gres/".length()).replace('=', ':')));
            } else if (!entry.startsWith("cpu=") && !entry.startsWith("cpu:")) {
                findings.changed(given.line(), given.shown(), Findings.shown(entry) + " is not asked for");
            }
        }
        return asks;
    }

    private List<DeviceAsk> generic(Given given, Basis basis, String text) {
        if (text.equalsIgnoreCase("none")) {
            return List.of();
        }
        List<Gres> listed = findings.read(given.line(), given.option().toString(), () -> Gres.parse(text));
        var asks = new ArrayList<DeviceAsk>();
        for (Gres gres : listed == null ? List.<Gres>of() : listed) {
            if (accelerators.isKind(gres.name())) {
                if (gres.count() > 0) {
                    asks.add(new DeviceAsk(given, basis, gres.name(), gres.type(), gres.count()));
                }
            } else if (gres.name().equals("shard") || gres.name().equals("mps")) {
                findings.changed(given.line(), given.shown(), "a share of a card is not asked for; give whole cards");
            } else {
                findings.changed(
                        given.line(), given.shown(), gres.name() + " means nothing outside its site; not asked for");
            }
        }
        return asks;
    }
}
