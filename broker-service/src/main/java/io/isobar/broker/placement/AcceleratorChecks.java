package io.isobar.broker.placement;

import static io.isobar.broker.placement.Answer.YES;
import static io.isobar.broker.placement.Answer.no;
import static io.isobar.broker.placement.Answer.unknown;

import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.MemoryTolerance;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has the pool what is asked for, and in the same units? */
final class AcceleratorChecks {
    private AcceleratorChecks() {}

    /** Another model never stands in for the one asked for; by properties, any model of an allowed stack may. */
    static Answer model(Pairing pairing) {
        var choice = pairing.choice();
        if (choice == null) {
            return YES;
        }
        var accelerator = pairing.accelerator();
        if (accelerator == null) {
            return no(
                    Reason.ACCELERATOR_MISMATCH,
                    "the pool has no accelerators, asked: " + names(pairing.spec()),
                    WouldPass.NOTHING);
        }
        var model = accelerator.model();
        if (model == null) {
            return new Answer.Fails(new Objection(
                    Reason.ACCELERATOR_UNKNOWN, accelerator.advertisedName() + ": " + accelerator.problem()));
        }
        boolean has =
                switch (choice) {
                    case AcceleratorChoice.Named named -> named.modelId().equals(model.id());
                    case AcceleratorChoice.Required required -> {
                        var stacks = required.requirement().stacks();
                        yield stacks.isEmpty() || stacks.contains(model.stack());
                    }
                    case AcceleratorChoice.None none -> true;
                };
        return has
                ? YES
                : no(
                        Reason.ACCELERATOR_MISMATCH,
                        "the pool has " + model.id() + " (" + model.stack().token() + "), asked: "
                                + names(pairing.spec()),
                        alternative(accelerator, model));
    }

    /** A card is no partition, and a die no card; capacity of different kinds is never counted together. */
    static Answer unit(Pairing pairing) {
        var choice = pairing.choice();
        var accelerator = pairing.accelerator();
        var model = pairing.model();
        if (choice == null || accelerator == null || model == null) {
            return YES;
        }
        var asked = choice instanceof AcceleratorChoice.Named named ? named.unit() : null;
        if (asked == null) {
            return wholeDevice(accelerator, model);
        }
        return isPart(asked.kind()) ? part(accelerator, model, asked) : podSlice(accelerator, model, asked);
    }

    /**
     * How many of the pool's units a replica takes: a slice of a pod is several devices where the pool gives out
     * devices.
     */
    static int unitsPerReplica(Pairing pairing) {
        var choice = pairing.choice();
        var accelerator = pairing.accelerator();
        if (choice == null) {
            return 0;
        }
        boolean several = choice instanceof AcceleratorChoice.Named named
                && named.unit() != null
                && accelerator != null
                && accelerator.unit() == null;
        int devices = several
                ? java.util.Objects.requireNonNull(((AcceleratorChoice.Named) choice).unit())
                        .devices()
                : 1;
        return (int) Math.min(Integer.MAX_VALUE, (long) choice.count() * devices);
    }

    private static Answer wholeDevice(PoolAccelerator accelerator, AcceleratorModel model) {
        var kind = accelerator.unitKind();
        var sold = accelerator.unit();
        var asked = "asked: a whole "
                + (model.unitKind() == null ? "device" : model.unitKind().token());
        if (sold != null || isPart(kind)) {
            return no(Reason.UNIT_KIND, offered(accelerator, model) + ", " + asked, alternative(accelerator, model));
        }
        if (kind != null && model.unitKind() != null && kind != model.unitKind()) {
            return no(
                    Reason.UNIT_KIND,
                    offered(accelerator, model) + ", " + asked + ", of which a card has " + model.devicesPerCard(),
                    new WouldPass.Said(
                            "The provider must offer each " + model.unitKind().token() + " by itself."));
        }
        return kind == null && model.unitKind() == null
                ? Answer.noted("what one unit of the pool is, is not known; counted as whole devices")
                : YES;
    }

    private static Answer part(PoolAccelerator accelerator, AcceleratorModel model, NamedUnit asked) {
        var sold = accelerator.unit();
        var evidence = offered(accelerator, model) + ", asked: " + unitInWords(asked.kind(), asked.profile());
        if (accelerator.unitKind() != asked.kind()) {
            return no(Reason.UNIT_KIND, evidence, alternative(accelerator, model));
        }
        if (sold != null) {
            return asked.sameAs(sold) ? YES : no(Reason.UNIT_KIND, evidence, alternative(accelerator, model));
        }
        if (asked.memory() == null) {
            return YES;
        }
        var memory = accelerator.memoryPerUnit();
        if (memory == null) {
            return unknown(Reason.UNIT_KIND_UNKNOWN, evidence);
        }
        return MemoryTolerance.matches(asked.memory(), memory)
                ? YES
                : no(Reason.UNIT_KIND, evidence + " of " + asked.memory(), alternative(accelerator, model));
    }

    private static Answer podSlice(PoolAccelerator accelerator, AcceleratorModel model, NamedUnit asked) {
        var sold = accelerator.unit();
        boolean devices = sold == null && !isPart(accelerator.unitKind());
        return devices || (sold != null && asked.sameAs(sold))
                ? YES
                : no(
                        Reason.UNIT_KIND,
                        offered(accelerator, model) + ", asked: " + asked.profile(),
                        alternative(accelerator, model));
    }

    private static boolean isPart(@Nullable UnitKind kind) {
        return switch (kind) {
            case null -> false;
            case CARD, DIE -> false;
            case PARTITION, SLICE, CORE_GROUP -> true;
        };
    }

    private static String offered(PoolAccelerator accelerator, AcceleratorModel model) {
        var sold = accelerator.unit();
        return "one unit of the pool is "
                + unitInWords(accelerator.unitKind(), sold == null ? null : sold.profile())
                + " of " + model.id()
                + (accelerator.memoryPerUnit() == null ? "" : " with " + accelerator.memoryPerUnit());
    }

    private static String unitInWords(@Nullable UnitKind kind, @Nullable String profile) {
        return "a " + (kind == null ? "unit" : kind.token()) + (profile == null ? "" : " " + profile);
    }

    /** By a name that means what the pool gives out, where there is one. */
    private static WouldPass alternative(PoolAccelerator accelerator, AcceleratorModel model) {
        if (accelerator.unit() != null) {
            return new WouldPass.Alternative(accelerator.unit().nameOf(model));
        }
        return isPart(accelerator.unitKind())
                ? new WouldPass.Said(
                        "The provider must say in the name that it advertises which part of a device one unit is.")
                : new WouldPass.Alternative(model.name());
    }

    private static String names(WorkloadSpec spec) {
        return spec.resources().accelerators().stream()
                .map(choice -> switch (choice) {
                    case AcceleratorChoice.Named named -> named.modelId();
                    case AcceleratorChoice.Required required ->
                        required.requirement().inWords();
                    case AcceleratorChoice.None none -> none.inWords();
                })
                .distinct()
                .collect(Collectors.joining(", or "));
    }
}
