package io.isobar.broker.placement;

import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Energy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The energy that a run is expected to take, and what that emits: power x time x PUE x grid intensity. Always an estimate, for what
 * cards draw under the work was not measured.
 *
 * @param energy of cards and hosts, without the overhead of the site; null: not known
 * @param carbon with the overhead of the site; null: not known
 * @param replicas how many draw
 * @param time of the run, with what failures cost it; null: not known
 * @param region whose site it is
 */
public record Footprint(
        @Nullable Energy energy,
        @Nullable CarbonMass carbon,
        Draw draw,
        int replicas,
        @Nullable Duration time,
        String region,
        SiteEnergy site) {
    private static final double JOULES_PER_KILOWATT_HOUR = 3_600_000;
    private static final double MILLIS_PER_HOUR = 3_600_000;

    static Footprint of(Draw draw, int replicas, @Nullable Duration time, String region, SiteEnergy site) {
        if (time == null || !(draw instanceof Draw.Known known)) {
            return new Footprint(null, null, draw, replicas, time, region, site);
        }
        var energy = Energy.of(known.watts() * replicas, time);
        var pue = site.pue();
        var intensity = site.gridIntensity();
        var carbon =
                pue == null || intensity == null ? null : CarbonMass.ofGrams(kilowattHours(energy) * pue * intensity);
        return new Footprint(energy, carbon, draw, replicas, time, region, site);
    }

    /** How it comes about, with the numbers; empty where nothing is known. Made when asked for: few are read. */
    public String detail() {
        if (energy == null || time == null || !(draw instanceof Draw.Known known)) {
            return "";
        }
        var detail = String.format(
                Locale.ROOT,
                "(%s) x %s = %.1f kWh",
                known.detail(replicas),
                RunTimes.hours(time.toMillis() / MILLIS_PER_HOUR),
                kilowattHours(energy));
        return carbon == null
                ? detail
                : String.format(
                        Locale.ROOT,
                        "%s x PUE %.2f%s x %.0f g/kWh%s",
                        detail,
                        site.pue(),
                        mark(site.pueIsEstimated()),
                        site.gridIntensity(),
                        mark(site.gridIntensityIsEstimated()));
    }

    /** What is not known, a sentence each; unknown is not zero. */
    public List<String> unsaid() {
        var unsaid = new ArrayList<String>();
        if (time == null) {
            unsaid.add("the run time is not known");
        }
        if (draw instanceof Draw.Unknown unknown) {
            unsaid.add(unknown.why());
        }
        if (site.pue() == null) {
            unsaid.add(region + " does not declare its PUE");
        }
        if (site.gridIntensity() == null) {
            unsaid.add(region + " does not declare the carbon intensity of its grid");
        }
        return unsaid;
    }

    private static double kilowattHours(Energy energy) {
        return energy.joules() / JOULES_PER_KILOWATT_HOUR;
    }

    private static String mark(boolean estimated) {
        return estimated ? " (estimated)" : "";
    }
}
