package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A taint that work of the federation may ignore.
 *
 * @param value null: any
 * @param effect null: any
 */
public record Tolerated(
        String key, @Nullable String value, @Nullable String effect) {
    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z0-9](?:[A-Za-z0-9./_-]*[A-Za-z0-9])?)(?:=([A-Za-z0-9._-]*))?(?::(NoSchedule|NoExecute))?");

    /** Of {@code key}, {@code key=value}, {@code key:NoSchedule} or {@code key=value:NoExecute}. */
    public static Tolerated parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no taint: key, key=value, key:NoSchedule or key=value:NoExecute");
        }
        return new Tolerated(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    boolean covers(Taint taint) {
        return key.equals(taint.getKey())
                && (value == null || value.equals(taint.getValue() == null ? "" : taint.getValue()))
                && (effect == null || effect.equals(taint.getEffect()));
    }

    Toleration toleration() {
        return new TolerationBuilder()
                .withKey(key)
                .withOperator(value == null ? "Exists" : "Equal")
                .withValue(value)
                .withEffect(effect)
                .build();
    }
}
