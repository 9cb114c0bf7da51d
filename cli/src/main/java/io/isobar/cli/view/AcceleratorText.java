package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.AcceleratorPartition;
import io.isobar.proto.catalog.v1.GetAcceleratorResponse;
import java.util.ArrayList;
import java.util.List;

/** Everything known about an accelerator. */
public final class AcceleratorText {
    private AcceleratorText() {}

    public static List<String> lines(GetAcceleratorResponse known, Frame frame) {
        var one = known.getAccelerator();
        var facts = new Facts(frame)
                .add("id", one.getId())
                .add("vendor", one.getVendor())
                .add("model", one.getModel())
                .add("stack", one.getStack())
                .add("architecture", one.getArchitecture())
                .add("form factor", one.getFormFactor())
                .add("market", one.getMarket())
                .add("unit", unit(one))
                .add("memory", memory(one))
                .add("bandwidth", figure(one.hasMemoryBandwidth(), one.getMemoryBandwidth(), "GB/s per card"))
                .add("interconnect", interconnect(one))
                .add("power", figure(one.hasPowerWatts(), one.getPowerWatts(), "W per card"))
                .add("year", one.hasYear() ? Integer.toString(one.getYear()) : "")
                .add("aliases", String.join(", ", one.getAliasesList()))
                .addUnlessEmpty("also called", String.join(", ", known.getFurtherNamesList()))
                .addUnlessEmpty("may be meant", ambiguous(known.getAmbiguousNamesList()))
                .add("Kubernetes", String.join(", ", known.getKubernetesResourcesList()))
                .add("confidence", Words.word(one.getConfidence()))
                .add("source", one.getSource() + (one.getOperatorsOwn() ? " (the operator's own entry)" : ""))
                .addUnlessEmpty("notes", one.getNotes());
        var lines = new ArrayList<String>();
        lines.add("Accelerator " + Escapes.line(one.getName()));
        lines.addAll(facts.lines());
        lines.add("");
        lines.addAll(precisions(one).lines(frame.width()));
        lines.addAll(Wrapped.lines(
                "",
                "Dense peaks in TFLOPS, of integers in TOPS. Present or missing by: "
                        + (one.hasPrecisionsBasis() ? one.getPrecisionsBasis() : "the figures alone") + ".",
                frame.width()));
        addPartitions(known.getPartitionsList(), frame, lines);
        lines.add("");
        lines.addAll(
                BuildText.lines(one.hasStack() ? one.getStack() : "an unknown stack", known.getBuildsList(), frame));
        return lines;
    }

    private static String unit(Accelerator one) {
        var kind = RegionText.orUnknown(AcceleratorTable.unit(one.getUnitKind()));
        return kind + ", "
                + (one.hasUnitsPerCard()
                        ? Words.plural(one.getUnitsPerCard(), "unit") + " per card"
                        : "units per card unknown");
    }

    private static String memory(Accelerator one) {
        var unit = one.hasUnitMemoryBytes()
                ? Amounts.bytes(one.getUnitMemoryBytes()) + " per unit "
                        + (one.getUnitMemoryIsReported() ? "(as its driver reports it)" : "(nominal)")
                : "unknown per unit";
        var card = one.hasCardMemoryBytes()
                ? Amounts.bytes(one.getCardMemoryBytes()) + " per card (nominal)"
                : "unknown per card";
        return unit + ", " + card + ", type " + (one.hasMemoryType() ? one.getMemoryType() : Unknown.WORD);
    }

    private static String figure(boolean known, double value, String unit) {
        return known ? Amounts.decimal(value) + " " + unit : "";
    }

    private static String interconnect(Accelerator one) {
        if (!one.hasInterconnect() && !one.hasInterconnectBandwidth()) {
            return "";
        }
        return (one.hasInterconnect() ? one.getInterconnect() : "of unknown kind") + ", "
                + (one.hasInterconnectBandwidth()
                        ? Amounts.decimal(one.getInterconnectBandwidth()) + " GB/s per unit"
                        : "bandwidth unknown");
    }

    private static String ambiguous(List<String> names) {
        return names.isEmpty() ? "" : "by " + String.join(", ", names) + " (each may mean others too)";
    }

    private static Table precisions(Accelerator one) {
        var table = new Table(
                Column.whole("PRECISION"),
                Column.whole("PRESENT"),
                Column.number("PEAK PER UNIT"),
                Column.number("PEAK PER CARD"));
        one.getPrecisionsList()
                .forEach(precision -> table.row(
                        precision.getPrecision(),
                        RegionText.orUnknown(AcceleratorTable.support(precision)),
                        peak(precision.hasDenseTeraOpsPerUnit(), precision.getDenseTeraOpsPerUnit()),
                        peak(precision.hasDenseTeraOpsPerCard(), precision.getDenseTeraOpsPerCard())));
        return table;
    }

    private static String peak(boolean known, double value) {
        return known ? Amounts.decimal(value) : Unknown.WORD;
    }

    private static void addPartitions(List<AcceleratorPartition> partitions, Frame frame, List<String> lines) {
        if (partitions.isEmpty()) {
            return;
        }
        var table = new Table(
                Column.whole("PARTITION"),
                Column.number("PER CARD"),
                Column.number("MEMORY"),
                Column.number("SLICES"),
                Column.text("SOURCE", 10));
        partitions.forEach(partition -> table.row(
                partition.getProfile(),
                Amounts.count(partition.getInstancesPerCard()),
                Amounts.bytes(partition.getMemoryBytes()),
                partition.getComputeSlices() + "/" + partition.getComputeSlicesOfCard(),
                partition.getSource()));
        lines.add("");
        lines.addAll(table.lines(frame.width()));
    }
}
