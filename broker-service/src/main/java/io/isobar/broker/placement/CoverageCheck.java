package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.CannPairs;
import io.isobar.broker.catalog.Coverage;
import io.isobar.broker.catalog.DeviceCode;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.BuiltFor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Was the program built for that device, and for the CANN of the pool? Only what the author says is held against the
 * tables: a tag of an image says nothing that could be relied on.
 */
final class CoverageCheck {
    private CoverageCheck() {}

    static Answer built(Pairing pairing) {
        var model = pairing.model();
        var built = pairing.variant().builtFor();
        if (model == null) {
            return Answer.YES;
        }
        if (built.isUnsaid()) {
            var device = model.architecture() == null ? model.id() : model.architecture();
            return pairing.variant().image() == null
                    ? Answer.YES
                    : Answer.noted(
                            "what the image is built for is not said (builtFor), so " + device + " was not checked");
        }
        var unknown = new ArrayList<String>();
        for (var coverage : List.of(onDevice(pairing, model, built), onCann(pairing, built))) {
            switch (coverage) {
                case Coverage.Covered covered -> {}
                case Coverage.NotCovered not -> {
                    return Answer.no(
                            Reason.ARCHITECTURE_NOT_COVERED, not.why(), wouldPass(pairing, model, built, not.remedy()));
                }
                case Coverage.NotKnown not -> unknown.add(not.why());
            }
        }
        return unknown.isEmpty() ? Answer.YES : Answer.unknown(Reason.COVERAGE_UNKNOWN, String.join("; ", unknown));
    }

    /** "cu128" of "2.9+cu128". */
    static String tag(String pytorch) {
        return pytorch.substring(pytorch.indexOf('+') + 1);
    }

    /** What the author lists decides where the table does not know the build. */
    private static Coverage onDevice(Pairing pairing, AcceleratorModel model, BuiltFor built) {
        var device = model.architecture();
        var listed = built.architectures().isEmpty() ? null : DeviceCode.covers(built.architectures(), device);
        var pytorch = built.pytorch();
        if (pytorch == null || listed instanceof Coverage.NotCovered) {
            return listed == null ? new Coverage.Covered("") : listed;
        }
        var version = pytorch.substring(0, pytorch.indexOf('+'));
        var wheel = device == null
                ? new Coverage.NotKnown("the architecture of " + model.id() + " is not known")
                : pairing.catalog().wheels().covers(version, tag(pytorch), device);
        return wheel instanceof Coverage.NotKnown && listed != null ? listed : wheel;
    }

    private static Coverage onCann(Pairing pairing, BuiltFor built) {
        if (built.cann() == null && built.torchNpu() == null && built.mindspore() == null) {
            return new Coverage.Covered("");
        }
        var installed = pairing.installed();
        var cann = installed == null ? null : installed.version();
        if (cann == null) {
            return new Coverage.NotKnown("it is built for a version of CANN, and the pool's is not known");
        }
        var listed = built.cann() == null ? null : CannPairs.covers(built.cann(), cann);
        if (listed instanceof Coverage.NotCovered) {
            return listed;
        }
        var pairs = pairing.catalog().cannPairs();
        for (var coverage : List.of(
                paired(pairs, "torch-npu", built.torchNpu(), cann),
                paired(pairs, "mindspore", built.mindspore(), cann))) {
            if (coverage instanceof Coverage.NotCovered || (coverage instanceof Coverage.NotKnown && listed == null)) {
                return coverage;
            }
        }
        return new Coverage.Covered("");
    }

    private static Coverage paired(CannPairs pairs, String framework, @Nullable String version, String cann) {
        return version == null ? new Coverage.Covered("") : pairs.covers(framework, version, cann);
    }

    private static WouldPass wouldPass(Pairing pairing, AcceleratorModel model, BuiltFor built, String remedy) {
        var installed = pairing.installed();
        boolean isCann = onCann(pairing, built) instanceof Coverage.NotCovered
                && !(onDevice(pairing, model, built) instanceof Coverage.NotCovered);
        if (isCann && installed != null && installed.version() != null) {
            return new WouldPass.BuiltForCann(installed.version(), remedy);
        }
        return model.architecture() == null
                ? new WouldPass.Said("Use " + remedy + ".")
                : new WouldPass.BuiltForDevice(model.architecture(), remedy);
    }
}
