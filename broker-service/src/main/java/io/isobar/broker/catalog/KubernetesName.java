package io.isobar.broker.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource or label name of the accelerator plug-ins for Kubernetes.
 *
 * @param bytesPerUnit what one of the number stands for; null: it is no amount of memory, or that is not known
 * @param models what it can mean; none: models that the catalogue does not have
 */
record KubernetesName(String name, Role role, @Nullable Long bytesPerUnit, String unit, List<AcceleratorModel> models) {
    /** What the number or text behind the name is. */
    enum Role {
        DEVICES("devices"),
        SHARED("shared"),
        PARTITION("partition"),
        MEMORY("memory"),
        MEMORY_PERCENT("memory-percent"),
        CORE_PERCENT("core-percent"),
        CORES("cores"),
        MODEL("model"),
        OTHER("other");

        final String token;

        Role(String token) {
            this.token = token;
        }
    }

    KubernetesName {
        models = List.copyOf(models);
    }

    boolean countsUnits() {
        return role == Role.DEVICES || role == Role.SHARED || role == Role.PARTITION;
    }

    /** {@code nvidia.com} of {@code nvidia.com/gpu}. */
    static String domain(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }
}
