package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;
import io.isobar.proto.catalog.v1.SpellingMatch;
import io.isobar.proto.catalog.v1.SpellingReading;
import java.util.ArrayList;
import java.util.List;

/** What a spelling means, and how it was understood. */
public final class SpellingText {
    private SpellingText() {}

    /** The readings that mean something; the others are a problem of their own. */
    public static List<String> lines(ResolveAcceleratorResponse resolved, Frame frame) {
        var lines = new ArrayList<String>();
        for (var reading : resolved.getReadingsList()) {
            if (reading.getMatch() != SpellingMatch.SPELLING_MATCH_UNSPECIFIED) {
                if (!lines.isEmpty()) {
                    lines.add("");
                }
                add(reading, frame, lines);
            }
        }
        return lines;
    }

    private static void add(SpellingReading reading, Frame frame, List<String> lines) {
        boolean exact = reading.getMatch() == SpellingMatch.SPELLING_MATCH_EXACT;
        var facts = new Facts(frame).add("read as", reading.getUnderstood());
        if (exact) {
            var model = reading.getAccelerators(0);
            facts.add("means", model.getId() + " (" + model.getVendor() + " " + model.getModel() + ")");
            facts.add("unit", unit(reading));
        } else {
            facts.add(
                    "may mean", Words.plural(reading.getAcceleratorsCount(), "model") + ", none of which is preferred");
        }
        facts.addUnlessEmpty("asks for", reading.hasCount() ? Words.plural(reading.getCount(), "unit") : "");
        facts.addUnlessEmpty(
                "memory",
                reading.hasMemoryBytes() ? "at least " + Amounts.bytes(reading.getMemoryBytes()) + " each" : "");
        facts.addUnlessEmpty("write", reading.getRequest());
        lines.add("\"" + Escapes.line(reading.getText()) + "\"");
        lines.addAll(facts.lines());
        lines.add("");
        lines.addAll(AcceleratorTable.of(reading.getAcceleratorsList(), frame).lines(frame.width()));
        lines.addAll(Wrapped.lines(
                "",
                exact
                        ? "isobar describe accelerator "
                                + reading.getAccelerators(0).getId() + " shows everything known."
                        : "Write one of these names.",
                frame.width()));
    }

    private static String unit(SpellingReading reading) {
        var kind = Words.word(reading.getUnitKind());
        return (kind.equals(Unknown.MARK) ? "of unknown kind" : kind)
                + (reading.hasProfile() ? " " + reading.getProfile() : "");
    }
}
