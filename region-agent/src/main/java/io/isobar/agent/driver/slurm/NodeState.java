package io.isobar.agent.driver.slurm;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A node's state: a base and flags, of which only those that are known to do no harm let it take work.
 *
 * @param base as {@code IDLE}
 * @param flags as {@code DRAIN}
 */
public record NodeState(String base, Set<String> flags) {
    private static final Set<String> TAKES_WORK = Set.of("IDLE", "MIXED", "ALLOCATED");
    private static final Set<String> HARMLESS = Set.of("COMPLETING", "CLOUD", "DYNAMIC_NORM", "DYNAMIC_FUTURE");
    private static final Set<String> FAILED = Set.of("DOWN", "ERROR", "FAIL", "FAILING", "NOT_RESPONDING");

    public NodeState {
        flags = Set.copyOf(flags);
    }

    /** Of {@code MIXED+DRAIN}, with the marks that stand behind: {@code IDLE*} does not respond. */
    public static NodeState parse(String text) {
        Set<String> flags = new LinkedHashSet<>();
        String words = text.strip().toUpperCase(Locale.ROOT);
        while (!words.isEmpty() && !Character.isLetterOrDigit(words.charAt(words.length() - 1))) {
            flags.add(mark(words.charAt(words.length() - 1)));
            words = words.substring(0, words.length() - 1);
        }
        String[] parts = words.split("\\+", -1);
        List<String> more = Arrays.asList(parts).subList(1, parts.length);
        String base = parts[0];
        while (!base.isEmpty() && !Character.isLetterOrDigit(base.charAt(base.length() - 1))) {
            flags.add(mark(base.charAt(base.length() - 1)));
            base = base.substring(0, base.length() - 1);
        }
        flags.addAll(more);
        return new NodeState(base, flags);
    }

    private static String mark(char mark) {
        return switch (mark) {
            case '*' -> "NOT_RESPONDING";
            case '~' -> "POWERED_DOWN";
            case '#' -> "POWERING_UP";
            case '!' -> "POWER_DOWN";
            case '%' -> "POWERING_DOWN";
            case '$' -> "MAINTENANCE";
            case '@' -> "REBOOT_REQUESTED";
            case '^' -> "REBOOT_ISSUED";
            case '-' -> "PLANNED";
            default -> "MARK_" + mark;
        };
    }

    /** Whether work can be put there now; a word that is not known speaks against it. */
    public boolean takesWork() {
        return TAKES_WORK.contains(base) && HARMLESS.containsAll(flags);
    }

    /** In Slurm's words: {@code MIXED+DRAIN}. */
    String text() {
        return flags.isEmpty() ? base : base + "+" + String.join("+", new TreeSet<>(flags));
    }

    public boolean hasFailed() {
        return FAILED.contains(base) || flags.stream().anyMatch(FAILED::contains);
    }
}
