package io.isobar.broker.wire;

import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.FieldRules;
import io.isobar.proto.workload.v1.AcceleratorRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one alternative of accelerators. */
final class AcceleratorReader {
    private static final int LONGEST_PROFILE = 64;

    private final Problems problems;
    private final AcceleratorNames names;
    private final FieldPath at;
    private final QuantityReader quantities;

    AcceleratorReader(Problems problems, AcceleratorNames names, FieldPath at) {
        this.problems = problems;
        this.names = names;
        this.at = at;
        this.quantities = new QuantityReader(problems);
    }

    /** Null where there is a problem. */
    @Nullable
    AcceleratorChoice read(AcceleratorRequest request) {
        if (request.getNone()) {
            return none(request);
        }
        boolean sound = problems.within(at.at("count"), request.getCount(), 1, AcceleratorChoice.LARGEST_COUNT);
        var memory = request.hasMinimumMemoryBytes()
                ? quantities.memory(at.at("minimum_memory_bytes"), request.getMinimumMemoryBytes())
                : null;
        return request.hasRequirement() ? required(request, sound) : named(request, sound, memory);
    }

    private @Nullable AcceleratorChoice none(AcceleratorRequest request) {
        if (!request.equals(AcceleratorRequest.newBuilder().setNone(true).build())) {
            problems.add(at.at("none"), "goes with no other field");
            return null;
        }
        return new AcceleratorChoice.None();
    }

    private @Nullable AcceleratorChoice named(AcceleratorRequest request, boolean sound, @Nullable Memory memory) {
        var model = names.resolve(problems, at.at("name"), request.getName(), request.getModelId());
        if (model == null || !sound) {
            return null;
        }
        // Where the broker itself has resolved it before, the message says all of it.
        boolean complete = !request.getModelId().isEmpty();
        var unit = complete && request.hasUnit() ? unit(at.in("unit"), request.getUnit()) : model.unit();
        var least = complete || memory != null ? memory : model.memory();
        var name = request.getName().isEmpty() ? model.modelId() : request.getName();
        return new AcceleratorChoice.Named(name, model.modelId(), request.getCount(), least, unit);
    }

    private NamedUnit unit(FieldPath in, io.isobar.proto.workload.v1.NamedUnit unit) {
        problems.text(in.at("profile"), unit.getProfile(), LONGEST_PROFILE);
        boolean sound = problems.within(in.at("devices"), unit.getDevices(), 1, AcceleratorChoice.LARGEST_COUNT);
        return new NamedUnit(
                EnumCodec.fromProto(unit.getKind()).orElse(null),
                unit.hasMemoryBytes() ? quantities.memory(in.at("memory_bytes"), unit.getMemoryBytes()) : null,
                unit.getProfile(),
                sound ? unit.getDevices() : 1);
    }

    private @Nullable AcceleratorChoice required(AcceleratorRequest request, boolean countIsSound) {
        boolean alone =
                request.getName().isEmpty() && request.getModelId().isEmpty() && !request.hasMinimumMemoryBytes();
        if (!alone) {
            problems.add(at.at("requirement"), "goes neither with name and model_id nor with minimum_memory_bytes");
        }
        var in = at.in("requirement");
        var from = request.getRequirement();
        var memory = from.hasMinimumMemoryBytes()
                ? quantities.memory(in.at("minimum_memory_bytes"), from.getMinimumMemoryBytes())
                : null;
        var precisions = tokens(
                in,
                "precisions",
                from.getPrecisionsList(),
                Precision.class,
                Precision::of,
                FieldRules.unknownPrecision());
        var stacks = tokens(
                in,
                "stacks",
                from.getStacksList(),
                SoftwareStack.class,
                SoftwareStack::of,
                "is not known; known are " + FieldRules.stackTokens());
        var tflops = from.hasMinimumTflops() ? (Double) from.getMinimumTflops() : null;
        var problem = AcceleratorRequirement.problem(memory, precisions, tflops, stacks);
        if (problem != null) {
            problems.add(in.path(), problem);
        }
        if (!alone || !countIsSound || problem != null) {
            return null;
        }
        var requirement = new AcceleratorRequirement(memory, precisions, tflops, stacks);
        return names.isMet(problems, in.path(), requirement)
                ? new AcceleratorChoice.Required(requirement, request.getCount())
                : null;
    }

    private <E extends Enum<E>> Set<E> tokens(
            FieldPath in,
            String field,
            List<String> tokens,
            Class<E> type,
            Function<String, Optional<E>> known,
            String unknown) {
        var read = EnumSet.noneOf(type);
        if (problems.countWithin(in.at(field), tokens.size(), type.getEnumConstants().length)) {
            for (int i = 0; i < tokens.size(); i++) {
                var token = tokens.get(i);
                var found = token.length() > FieldRules.LONGEST_LABEL ? Optional.<E>empty() : known.apply(token);
                found.ifPresent(read::add);
                if (found.isEmpty()) {
                    problems.add(in.element(field, i).path(), unknown);
                }
            }
        }
        return read;
    }
}
