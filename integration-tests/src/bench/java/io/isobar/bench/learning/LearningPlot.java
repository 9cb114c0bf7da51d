package io.isobar.bench.learning;

import io.isobar.bench.learning.Run.Contestant;
import io.isobar.bench.learning.Run.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The share of jobs where they are really cheapest, over the number of the job, as SVG: means over the seeds, and how far seeds differ. */
final class LearningPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 56;
    private static final int RIGHT = 24;
    private static final int TOP = 84;
    private static final int BOTTOM = 52;
    /** Jobs that make one point. */
    private static final int WINDOW = 20;

    private static final Map<Contestant, String> COLOURS = Map.of(
            Contestant.TRUTH, "#5a6472",
            Contestant.FALSE, "#c4552d",
            Contestant.LEARNING, "#b58a1b",
            Contestant.TRYING, "#1f6fb2");

    private final Map<Contestant, List<Placement[]>> runs;
    private final int jobs;

    LearningPlot(Map<Contestant, List<Placement[]>> runs) {
        this.runs = runs;
        this.jobs = runs.values().iterator().next().getFirst().length;
    }

    String svg() {
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#222">
                <title>Share of jobs where they are really cheapest</title>
                <rect width="%d" height="%d" fill="#fff"/>
                %s%s%s%s</svg>
                """,
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT,
                grid(),
                band(),
                runs.keySet().stream().map(this::line).collect(Collectors.joining()),
                legend());
    }

    private String grid() {
        var grid = new StringBuilder();
        for (int share = 0; share <= 100; share += 25) {
            grid.append(rule(LEFT, y(share), WIDTH - RIGHT, y(share), "#e3e6ea"))
                    .append(text(LEFT - 8, y(share) + 4, "end", share + " %"));
        }
        grid.append(rule(LEFT, y(95), WIDTH - RIGHT, y(95), "#9aa3ad\" stroke-dasharray=\"4 4"))
                .append(text(WIDTH - RIGHT, y(95) + 14, "end", "95 %"));
        for (int job = 0; job <= jobs; job += 50) {
            grid.append(text(x(job), HEIGHT - BOTTOM + 18, "middle", Integer.toString(job)));
        }
        return grid.append(text(
                        (LEFT + WIDTH - RIGHT) / 2.0,
                        HEIGHT - 12,
                        "middle",
                        "job, in the order of arrival; each point is " + WINDOW + " jobs of "
                                + runs.values().iterator().next().size() + " seeds"))
                .toString();
    }

    /** One standard deviation between seeds, of the broker that tries. */
    private String band() {
        var upper = new ArrayList<String>();
        var lower = new ArrayList<String>();
        for (int from = 0; from + WINDOW <= jobs; from += WINDOW) {
            var spread = spread(Contestant.TRYING, from);
            double middle = x(from + WINDOW / 2.0);
            upper.add(point(middle, y(Math.min(100, spread.mean() + spread.deviation()))));
            lower.add(point(middle, y(Math.max(0, spread.mean() - spread.deviation()))));
        }
        Collections.reverse(lower);
        return "<polygon points=\"" + String.join(" ", upper) + " " + String.join(" ", lower) + "\" fill=\""
                + COLOURS.get(Contestant.TRYING) + "\" fill-opacity=\"0.15\"/>\n";
    }

    private String line(Contestant who) {
        var points = new ArrayList<String>();
        for (int from = 0; from + WINDOW <= jobs; from += WINDOW) {
            points.add(point(x(from + WINDOW / 2.0), y(spread(who, from).mean())));
        }
        return "<polyline points=\"" + String.join(" ", points) + "\" fill=\"none\" stroke=\"" + COLOURS.get(who)
                + "\" stroke-width=\"2.5\"/>\n";
    }

    private Spread spread(Contestant who, int from) {
        return Spread.of(runs.getOrDefault(who, List.of()), from, from + WINDOW, Placement::good);
    }

    private static String legend() {
        var legend = new StringBuilder(
                "<text x=\"%d\" y=\"22\" font-size=\"14\" font-weight=\"bold\">Jobs placed within 5 %% of where they cost least</text>%n"
                        .formatted(LEFT));
        int place = 0;
        for (var who : List.of(Contestant.TRYING, Contestant.LEARNING, Contestant.FALSE, Contestant.TRUTH)) {
            int left = LEFT + 340 * (place % 2);
            int middle = 42 + 18 * (place / 2);
            legend.append(rule(left, middle, left + 22, middle, COLOURS.get(who) + "\" stroke-width=\"2.5"))
                    .append(text(left + 30, middle + 4, "start", who.words));
            place++;
        }
        return legend.toString();
    }

    private static String rule(double x1, double y1, double x2, double y2, String stroke) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                stroke);
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words);
    }

    private static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private double x(double job) {
        return LEFT + job / jobs * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - share / 100 * (HEIGHT - TOP - BOTTOM);
    }
}
