package io.isobar.broker.wire;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.Coverage;
import io.isobar.broker.catalog.FrameworkBuild;
import io.isobar.broker.catalog.Partition;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.catalog.Spelling;
import io.isobar.broker.catalog.Support;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.AcceleratorPartition;
import io.isobar.proto.catalog.v1.AcceleratorPrecision;
import io.isobar.proto.catalog.v1.Confidence;
import io.isobar.proto.catalog.v1.PrecisionSupport;
import io.isobar.proto.catalog.v1.SoftwareBuild;
import io.isobar.proto.catalog.v1.SpellingForm;
import io.isobar.proto.catalog.v1.SpellingMatch;
import io.isobar.proto.catalog.v1.SpellingReading;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Entries of the catalogue, and what spellings mean. What is unknown is absent. */
public final class CatalogCodec {
    private CatalogCodec() {}

    /**
     * A model.
     *
     * @param operators whether an entry is of the operator's own table
     */
    public static Accelerator toProto(AcceleratorModel model, Predicate<AcceleratorModel> operators) {
        var to = Accelerator.newBuilder()
                .setId(model.id())
                .setName(model.name())
                .setVendor(model.vendor())
                .setModel(model.model())
                .addAllAliases(model.aliases())
                .setConfidence(
                        Confidence.valueOf("CONFIDENCE_" + model.confidence().name()))
                .setSource(model.source())
                .setNotes(model.notes())
                .setUnitMemoryIsReported(model.reportedMemory() != null)
                .setOperatorsOwn(operators.test(model));
        if (model.stack() != SoftwareStack.UNKNOWN) {
            to.setStack(model.stack().token());
        }
        known(model.architecture(), to::setArchitecture);
        known(model.formFactor(), to::setFormFactor);
        known(model.market(), to::setMarket);
        known(model.unitKind(), kind -> to.setUnitKind(EnumCodec.toProto(kind)));
        known(model.devicesPerCard(), to::setUnitsPerCard);
        known(model.cardMemory(), memory -> to.setCardMemoryBytes(memory.bytes()));
        model.memoryPerUnit().ifPresent(memory -> to.setUnitMemoryBytes(memory.bytes()));
        known(model.memoryType(), to::setMemoryType);
        known(model.memoryBandwidth(), to::setMemoryBandwidth);
        known(model.precisions().basis(), to::setPrecisionsBasis);
        known(model.interconnect(), to::setInterconnect);
        known(model.interconnectBandwidth(), to::setInterconnectBandwidth);
        known(model.powerWatts(), to::setPowerWatts);
        known(model.year(), to::setYear);
        for (var precision : Precision.values()) {
            to.addPrecisions(toProto(model, precision));
        }
        return to.build();
    }

    private static <T> void known(@Nullable T value, Consumer<T> set) {
        if (value != null) {
            set.accept(value);
        }
    }

    private static AcceleratorPrecision toProto(AcceleratorModel model, Precision precision) {
        var to = AcceleratorPrecision.newBuilder()
                .setPrecision(precision.token())
                .setSupport(toProto(model.support(precision)));
        model.denseTflops(precision).ifPresent(to::setDenseTeraOpsPerUnit);
        model.precisions().densePerCard(precision).ifPresent(to::setDenseTeraOpsPerCard);
        return to.build();
    }

    private static PrecisionSupport toProto(Support support) {
        return switch (support) {
            case PRESENT -> PrecisionSupport.PRECISION_SUPPORT_PRESENT;
            case MISSING -> PrecisionSupport.PRECISION_SUPPORT_MISSING;
            case UNKNOWN -> PrecisionSupport.PRECISION_SUPPORT_UNSPECIFIED;
        };
    }

    public static AcceleratorPartition toProto(Partition partition) {
        return AcceleratorPartition.newBuilder()
                .setProfile(partition.profile())
                .setComputeSlices(partition.computeSlices())
                .setComputeSlicesOfCard(partition.computeSlicesOfCard())
                .setInstancesPerCard(partition.instancesPerCard())
                .setMemoryBytes(partition.memory().bytes())
                .setSource(partition.source())
                .build();
    }

    public static SoftwareBuild toProto(FrameworkBuild build) {
        var to = SoftwareBuild.newBuilder()
                .setFramework(build.framework())
                .setVersion(build.version())
                .setBuiltFor(build.builtFor())
                .setSource(build.source());
        switch (build.coverage()) {
            case Coverage.Covered(String evidence) ->
                to.setCoverage(io.isobar.proto.catalog.v1.Coverage.COVERAGE_COVERED)
                        .setEvidence(evidence);
            case Coverage.NotCovered(String why, String _) ->
                to.setCoverage(io.isobar.proto.catalog.v1.Coverage.COVERAGE_NOT_COVERED)
                        .setEvidence(why);
            case Coverage.NotKnown(String why) -> to.setEvidence(why);
        }
        return to.build();
    }

    /** A reading, with the models as {@link #toProto(AcceleratorModel, Predicate)} gives them. */
    public static SpellingReading toProto(Spelling spelling, Predicate<AcceleratorModel> operators) {
        var to = SpellingReading.newBuilder()
                .setText(spelling.text())
                .setForm(SpellingForm.valueOf("SPELLING_FORM_" + spelling.form().name()))
                .setUnderstood(spelling.understood())
                .setRequest(spelling.request());
        known(spelling.count(), to::setCount);
        known(spelling.minimumMemory(), memory -> to.setMemoryBytes(memory.bytes()));
        switch (spelling.meaning()) {
            case Resolution.Exact exact -> {
                to.setMatch(SpellingMatch.SPELLING_MATCH_EXACT).addAccelerators(toProto(exact.model(), operators));
                known(exact.unit().kind(), kind -> to.setUnitKind(EnumCodec.toProto(kind)));
                known(exact.unit().profile(), to::setProfile);
                if (!to.hasMemoryBytes()) {
                    known(exact.unit().memory(), memory -> to.setMemoryBytes(memory.bytes()));
                }
            }
            case Resolution.Ambiguous ambiguous -> {
                to.setMatch(SpellingMatch.SPELLING_MATCH_AMBIGUOUS);
                ambiguous.candidates().forEach(model -> to.addAccelerators(toProto(model, operators)));
            }
            case Resolution.Unknown unknown -> to.addAllNearest(unknown.nearest());
        }
        return to.build();
    }
}
