package io.isobar.agent.onboarding;

import io.isobar.agent.driver.Survey;
import io.isobar.agent.inventory.RegionProfile;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a region.
 *
 * @param survey null: its resource manager could not be asked
 * @param trouble why not, and what to do; null where it could
 */
public record RegionLook(
        RegionProfile region,
        @Nullable Survey survey,
        @Nullable String trouble) {
    public static RegionLook of(RegionProfile region, Survey survey) {
        return new RegionLook(region, survey, null);
    }

    public static RegionLook failed(RegionProfile region, String trouble) {
        return new RegionLook(region, null, trouble);
    }
}
