package io.isobar.agent.inventory;

import org.jspecify.annotations.Nullable;

/**
 * What a region's site takes from the grid for its computers, and what that emits.
 *
 * @param pue energy of the site to that of its computers, 1 to 10; null: not known
 * @param gridIntensity grams of CO2e for each kWh of the site, 0 to 5,000; null: not known
 * @param pueIsEstimated an assumption, neither measured nor declared for the site
 * @param gridIntensityIsEstimated likewise
 */
public record SiteEnergy(
        @Nullable Double pue,
        @Nullable Double gridIntensity,
        boolean pueIsEstimated,
        boolean gridIntensityIsEstimated) {
    public static final double HIGHEST_PUE = 10;
    public static final double HIGHEST_INTENSITY = 5_000;
    public static final SiteEnergy UNKNOWN = new SiteEnergy(null, null, false, false);
}
