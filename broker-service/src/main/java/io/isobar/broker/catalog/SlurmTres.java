package io.isobar.broker.catalog;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Trackable resources of Slurm: {@code cpu=128,mem=1031000M,node=1,gres/gpu=8,gres/gpu:a100=8}. Null is not listed,
 * which is unknown, not zero.
 *
 * @param gres typed counts, and of an untyped count only what no typed one explains: Slurm lists the same devices under
 *     both, and they are not added up
 */
public record SlurmTres(
        @Nullable Cpu cpu,
        @Nullable Memory memory,
        @Nullable Long nodes,
        List<Gres> gres) {
    private static final String KIND = "tres";
    private static final String REMEDY = "It should read like cpu=128,mem=1031000M,node=1,gres/gpu:a100=8";
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,15}");
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,4})?)([KMGTP]?)");
    private static final int LONGEST = 4_096;

    public SlurmTres {
        gres = List.copyOf(gres);
    }

    /** Reads a list; throws {@link QuantityException} where it cannot be read or contradicts itself. */
    public static SlurmTres parse(String text) {
        if (text.length() > LONGEST) {
            throw QuantityException.unreadable(KIND, text, "it has " + text.length() + " characters", REMEDY);
        }
        Cpu cpu = null;
        Memory memory = null;
        Long nodes = null;
        var gres = new ArrayList<Gres>();
        for (String entry :
                text.isBlank() ? List.<String>of() : List.of(text.strip().split(",", -1))) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw QuantityException.unreadable(
                        KIND, text, QuantityException.quoted(entry) + " has no name and number", REMEDY);
            }
            String name = entry.substring(0, equals).strip();
            String value = entry.substring(equals + 1).strip();
            switch (name) {
                case "cpu" -> cpu = Cpu.ofCores(whole(text, value));
                case "mem" -> memory = memory(text, value);
                case "node" -> nodes = whole(text, value);
                default -> {
                    if (name.startsWith("gres/")) {
                        gres.add(gres(text, name.substring("gres/".length()), value));
                    }
                    // billing, energy, fs/disk, vmem, license/…: not capacity.
                }
            }
        }
        return new SlurmTres(cpu, memory, nodes, withoutDoubles(text, gres));
    }

    private static Gres gres(String text, String name, String value) {
        int colon = name.indexOf(':');
        return colon < 0
                ? new Gres(name, null, whole(text, value))
                : new Gres(name.substring(0, colon), name.substring(colon + 1), whole(text, value));
    }

    private static List<Gres> withoutDoubles(String text, List<Gres> listed) {
        Map<String, Long> typed = new LinkedHashMap<>();
        var result = new ArrayList<Gres>();
        for (Gres gres : listed) {
            if (gres.type() != null) {
                typed.merge(gres.name(), gres.count(), Math::addExact);
                result.add(gres);
            }
        }
        for (Gres gres : listed) {
            long explained = typed.getOrDefault(gres.name(), 0L);
            if (gres.type() == null && gres.count() < explained) {
                throw QuantityException.unreadable(
                        KIND,
                        text,
                        "it lists " + gres.count() + " " + gres.name() + ", but " + explained + " of them with a type",
                        REMEDY);
            }
            if (gres.type() == null && gres.count() > explained) {
                result.add(new Gres(gres.name(), null, gres.count() - explained));
            }
        }
        return result;
    }

    private static long whole(String text, String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw QuantityException.unreadable(
                    KIND, text, QuantityException.quoted(value) + " is not a whole number", REMEDY);
        }
        return Long.parseLong(value);
    }

    /** Memory without a suffix is in MiB, and the suffixes of Slurm are binary. */
    private static Memory memory(String text, String value) {
        Matcher matcher = MEMORY.matcher(value);
        if (!matcher.matches()) {
            throw QuantityException.unreadable(
                    KIND, text, QuantityException.quoted(value) + " is not an amount of memory", REMEDY);
        }
        String suffix = matcher.group(2).isEmpty() ? "M" : matcher.group(2);
        return Memory.parse(matcher.group(1) + suffix + "i");
    }
}
