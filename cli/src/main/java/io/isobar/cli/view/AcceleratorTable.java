package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.AcceleratorPrecision;
import io.isobar.proto.resource.v1.UnitKind;
import java.util.List;
import java.util.Optional;

/** Accelerators of the catalogue, one line each. What is not known is a dash. */
public final class AcceleratorTable {
    private static final Listing<Accelerator> LISTING = new Listing<Accelerator>()
            .add(Column.name("NAME", 14, 24), (one, frame) -> one.getName())
            .add(Column.text("VENDOR", 8), (one, frame) -> one.getVendor())
            .add(Column.whole("STACK"), (one, frame) -> Unknown.orMark(one.getStack()))
            .add(Column.whole("UNIT"), (one, frame) -> unit(one.getUnitKind()))
            .add(Column.number("PER CARD"), (one, frame) -> perCard(one))
            .add(Column.number("MEMORY"), (one, frame) -> memory(one.hasUnitMemoryBytes(), one.getUnitMemoryBytes()))
            .add(Column.number("FP16 TFLOPS"), (one, frame) -> peak(one, "fp16"))
            .add(Column.whole("BF16"), (one, frame) -> support(one, "bf16"))
            .add(Column.whole("FP8"), (one, frame) -> support(one, "fp8"))
            .add(Column.number("YEAR"), (one, frame) -> one.hasYear() ? Integer.toString(one.getYear()) : Unknown.MARK)
            .addWide(Column.whole("ID"), (one, frame) -> one.getId())
            .addWide(Column.whole("ARCHITECTURE"), (one, frame) -> Unknown.orMark(one.getArchitecture()))
            .addWide(Column.whole("FORM"), (one, frame) -> Unknown.orMark(one.getFormFactor()))
            .addWide(Column.whole("CONFIDENCE"), (one, frame) -> Words.word(one.getConfidence()))
            .addWide(Column.whole("OWN"), (one, frame) -> one.getOperatorsOwn() ? "yes" : "no")
            .addWide(Column.whole("SOURCE"), (one, frame) -> one.getSource());

    private AcceleratorTable() {}

    public static Table of(List<Accelerator> accelerators, Frame frame) {
        return LISTING.of(accelerators, frame);
    }

    static String unit(UnitKind kind) {
        return Words.word(kind);
    }

    static String memory(boolean known, long bytes) {
        return known ? Amounts.bytes(bytes) : Unknown.MARK;
    }

    private static String perCard(Accelerator one) {
        return one.hasUnitsPerCard() ? Amounts.count(one.getUnitsPerCard()) : Unknown.MARK;
    }

    private static Optional<AcceleratorPrecision> precision(Accelerator one, String name) {
        return one.getPrecisionsList().stream()
                .filter(precision -> precision.getPrecision().equals(name))
                .findFirst();
    }

    private static String peak(Accelerator one, String name) {
        return precision(one, name)
                .filter(AcceleratorPrecision::hasDenseTeraOpsPerUnit)
                .map(precision -> Amounts.decimal(precision.getDenseTeraOpsPerUnit()))
                .orElse(Unknown.MARK);
    }

    private static String support(Accelerator one, String name) {
        return precision(one, name).map(AcceleratorTable::support).orElse(Unknown.MARK);
    }

    static String support(AcceleratorPrecision precision) {
        return switch (precision.getSupport()) {
            case PRECISION_SUPPORT_PRESENT -> "yes";
            case PRECISION_SUPPORT_MISSING -> "no";
            case PRECISION_SUPPORT_UNSPECIFIED, UNRECOGNIZED -> Unknown.MARK;
        };
    }
}
