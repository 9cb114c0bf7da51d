package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.HostArchitecture;
import org.jspecify.annotations.Nullable;

/** What would make an objection go away; it says nothing of those that the gate would ask after it. */
sealed interface WouldPass {
    WouldPass NOTHING = new Said("");

    /** For a person: one sentence that says what to do. */
    String inWords();

    /** Nothing that the workload could say differently: something that somebody has to do. */
    record Said(String inWords) implements WouldPass {}

    /**
     * An alternative by this name.
     *
     * @param name that means the pool's accelerator and what one unit of it is
     */
    record Alternative(String name) implements WouldPass {
        @Override
        public String inWords() {
            return "Add the alternative \"" + name + "\" to resources.accelerators, if the workload runs on it.";
        }
    }

    /** A variant for a stack; {@code host} null: on any host. */
    record VariantFor(SoftwareStack stack, @Nullable HostArchitecture host) implements WouldPass {
        @Override
        public String inWords() {
            return "Add a variant for " + stack.token()
                    + (host == null ? "." : " with architecture: " + host.token() + ".");
        }
    }

    /** A variant with a command and no image. */
    record CommandFor(SoftwareStack stack) implements WouldPass {
        @Override
        public String inWords() {
            return "Add a variant for " + stack.token() + " with a command and no image.";
        }
    }

    /**
     * A program built for a device.
     *
     * @param architecture of the device
     * @param program in words: which builds are
     */
    record BuiltForDevice(String architecture, String program) implements WouldPass {
        @Override
        public String inWords() {
            return "Use " + program + ".";
        }
    }

    /** A program built for a version of CANN; {@code program} in words. */
    record BuiltForCann(String version, String program) implements WouldPass {
        @Override
        public String inWords() {
            return "Use " + program + ".";
        }
    }

    /** An older driver is enough. */
    record OlderDriver(String has, String needed) implements WouldPass {
        @Override
        public String inWords() {
            return "It takes driver >= " + needed + " on the hosts, or a program that runs with driver " + has + ".";
        }
    }

    /** It need not compute in a precision. */
    record Without(Precision precision, String others) implements WouldPass {
        @Override
        public String inWords() {
            return "Use a variant that does without " + precision.token()
                    + (others.isEmpty() ? "." : "; the accelerator has " + others + ".");
        }
    }

    /** A lower peak is enough. */
    record SlowerThan(double tflops) implements WouldPass {
        @Override
        public String inWords() {
            return "Ask for tflops: " + AcceleratorRequirement.number(tflops) + " or fewer.";
        }
    }

    /** Less memory per unit is enough. */
    record LessMemory(Memory memory) implements WouldPass {
        @Override
        public String inWords() {
            return "Ask for at most " + memory + " per unit, and for more units.";
        }
    }

    /** The gang need not be in one interconnect domain. */
    record AnyDomain() implements WouldPass {
        @Override
        public String inWords() {
            return "Set gang.domain: preferred, if the work can run without a fast interconnect.";
        }
    }
}
