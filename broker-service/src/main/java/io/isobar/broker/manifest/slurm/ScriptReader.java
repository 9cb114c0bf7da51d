package io.isobar.broker.manifest.slurm;

import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.slurm.SbatchOption.Takes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a batch script apart: interpreter, options, body. Options end at the first command, as for sbatch. */
final class ScriptReader {
    private static final String DIRECTIVE = "#SBATCH";
    private static final String WORKLOAD = "#ISOBAR";
    /** Options of PBS, LSF, Grid Engine, Cobalt, OAR, Fujitsu's and Huawei's systems. */
    private static final Pattern FOREIGN = Pattern.compile("#(?:PBS|BSUB|COBALT|OAR|PJM|DSUB|MSUB|QSUB|\\$)[ \\t]+-");

    private static final int MOST_OPTIONS = 1_000;

    private final Findings findings;
    private final List<Component> components = new ArrayList<>();
    private int options;

    ScriptReader(Findings findings) {
        this.findings = findings;
        components.add(new Component(1));
    }

    BatchScript read(String text) {
        var lines = text.split("\n", -1);
        if (!lines[0].startsWith("#!")) {
            findings.wrong(1, "the script", "does not begin with #! and an interpreter, such as #!/bin/bash");
        }
        if (text.indexOf('\r') >= 0) {
            findings.wrong(
                    1,
                    "the script",
                    "has the line ends of DOS, which neither sbatch nor a shell takes; convert it first");
        }
        var interpreter = lines[0].startsWith("#!")
                ? Arrays.stream(lines[0].substring(2).strip().split("[ \t]+", 2))
                        .filter(part -> !part.isEmpty())
                        .toList()
                : List.<String>of();
        int body = 0;
        for (int i = 1; i < lines.length; i++) {
            var line = lines[i];
            if (isDirective(line)) {
                if (body == 0) {
                    readDirective(line.substring(DIRECTIVE.length()), i + 1);
                } else {
                    findings.lost(
                            i + 1, line.strip(), "comes after the first command, where sbatch does not read options");
                }
            } else if (body > 0 && begins(line, WORKLOAD)) {
                findings.wrong(i + 1, line.strip(), "comes after the first command; write it above");
            } else if (body == 0 && FOREIGN.matcher(line).lookingAt()) {
                findings.changed(
                        i + 1,
                        line.strip(),
                        "is an option of another batch system, and is not read; write it as an option of sbatch");
            } else if (body == 0 && !line.isBlank() && !line.startsWith("#")) {
                body = i + 1;
            }
        }
        return new BatchScript(interpreter, components, text, body);
    }

    static boolean isDirective(String line) {
        return begins(line, DIRECTIVE);
    }

    private static boolean begins(String line, String word) {
        return line.startsWith(word)
                && (line.length() == word.length() || " \t".indexOf(line.charAt(word.length())) >= 0);
    }

    /** What the lines that begin with {@code #ISOBAR} hold, each on its own line; empty where there are none. */
    static String words(String text) {
        return text.lines().noneMatch(line -> begins(line, WORKLOAD))
                ? ""
                : text.lines()
                        .map(line -> begins(line, WORKLOAD) ? line.substring(WORKLOAD.length()) : "")
                        .collect(Collectors.joining("\n"));
    }

    private void readDirective(String text, int line) {
        List<String> words;
        try {
            words = Words.of(text);
        } catch (IllegalArgumentException unclosed) {
            findings.wrong(line, DIRECTIVE + text, String.valueOf(unclosed.getMessage()));
            return;
        }
        int at = 0;
        while (at < words.size()) {
            var word = words.get(at);
            var next = at + 1 < words.size() ? words.get(at + 1) : null;
            if (word.equals("hetjob") || word.equals("packjob")) {
                components.add(new Component(line));
                at++;
            } else if (word.startsWith("--")) {
                at += readLong(word.substring(2), next, line);
            } else if (word.startsWith("-") && word.length() > 1) {
                at += readShort(word, next, line);
            } else {
                findings.wrong(line, word, "is no option; options begin with a hyphen, and a comment with #");
                at++;
            }
        }
    }

    /** Reads one option; gives the number of words that it takes. */
    private int readLong(String word, @Nullable String next, int line) {
        int equals = word.indexOf('=');
        var name = equals < 0 ? word : word.substring(0, equals);
        var found = SbatchOption.ofWord(name);
        if (found.size() != 1) {
            unknown("--" + name, found, line);
            return equals < 0 && next != null && !next.startsWith("-") ? 2 : 1;
        }
        var option = found.getFirst();
        if (option.takes == Takes.NOTHING && equals >= 0) {
            findings.wrong(line, "--" + word, "takes no value");
            return 1;
        }
        if (equals >= 0 || option.takes != Takes.VALUE) {
            add(new Given(option, equals < 0 ? "" : word.substring(equals + 1), line));
            return 1;
        }
        return withNext(option, next, line);
    }

    /** Reads {@code -N1}, {@code -N 1}, or letters without a value written together; gives the number of words. */
    private int readShort(String word, @Nullable String next, int line) {
        for (int i = 1; i < word.length(); i++) {
            var option = SbatchOption.ofLetter(word.charAt(i));
            if (option.isEmpty()) {
                unknown("-" + word.charAt(i), List.of(), line);
                return next != null && !next.startsWith("-") ? 2 : 1;
            }
            var rest = word.substring(i + 1);
            if (option.get().takes == Takes.VALUE) {
                if (rest.startsWith("=")) {
                    findings.wrong(
                            line,
                            word,
                            "the value of a short option follows a blank: write -" + word.charAt(i) + " "
                                    + Findings.shown(rest.substring(1)));
                    return 1;
                }
                if (!rest.isEmpty()) {
                    add(new Given(option.get(), rest, line));
                    return 1;
                }
                return withNext(option.get(), next, line);
            }
            add(new Given(option.get(), "", line));
        }
        return 1;
    }

    private int withNext(SbatchOption option, @Nullable String next, int line) {
        if (next == null) {
            findings.wrong(line, option.toString(), "needs a value");
            return 1;
        }
        add(new Given(option, next, line));
        return 2;
    }

    private void add(Given given) {
        if (++options == MOST_OPTIONS) {
            findings.wrong(given.line(), given.shown(), "is one of more than " + MOST_OPTIONS + " options");
        }
        if (options < MOST_OPTIONS) {
            components.getLast().add(given);
        }
    }

    private void unknown(String name, List<SbatchOption> candidates, int line) {
        if (candidates.isEmpty()) {
            findings.changed(
                    line,
                    name,
                    "is no option of sbatch as far as known; "
                            + SbatchOption.nearest(name)
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("a plug-in of the site may have it"));
        } else {
            findings.wrong(line, name, "may be " + candidates + "; write it out");
        }
    }
}
