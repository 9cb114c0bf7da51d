package io.isobar.broker.catalog;

import io.isobar.broker.catalog.KubernetesName.Role;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.catalog.Spelling.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads resources and labels of device plug-ins: {@code nvidia.com/gpu: 8}, {@code nvidia.com/gpu.product=NVIDIA-L40S}. */
final class KubernetesSpellings {
    private static final int MOST_NEAREST = 5;
    private static final Pattern ENTRY =
            Pattern.compile("[\"']?([A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)?)[\"']?\\s*(?:[:=]\\s*[\"']?([^\"']*)[\"']?)?");

    private final KubernetesNames names;
    private final KubernetesReader reader;
    private final AcceleratorResolver resolver;

    KubernetesSpellings(AcceleratorCatalog catalog) {
        var problems = new ArrayList<String>();
        this.names = new KubernetesNames(catalog, problems);
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
        this.reader = new KubernetesReader(catalog);
        this.resolver = catalog.resolver();
    }

    /** A resource or a label that is known, or something else in the domain of a vendor. */
    boolean recognises(String text) {
        Matcher entry = ENTRY.matcher(text);
        if (!entry.matches()) {
            return false;
        }
        var name = entry.group(1);
        boolean prefixed = name.contains("/");
        return prefixed
                ? names.isOfAVendor(name) || names.label(name) != null || names.resource(name) != null
                : entry.group(2) != null && names.label(name) != null && !DeviceKinds.isKind(name);
    }

    Spelling read(String text) {
        Matcher entry = ENTRY.matcher(text);
        if (!entry.matches()) {
            throw new IllegalArgumentException("not recognised: " + text);
        }
        var name = entry.group(1);
        var value = entry.group(2) == null ? "" : entry.group(2).strip();
        KubernetesName resource = names.resource(name);
        if (resource != null) {
            return resource(text, resource, value);
        }
        KubernetesName label = names.label(name);
        if (label != null) {
            return label(text, label, value);
        }
        return new Spelling(
                text,
                Form.KUBERNETES_RESOURCE,
                name + " is in the domain of a vendor, and no plug-in that is known has it",
                new Unknown(nearest(name)),
                null,
                null);
    }

    private Spelling resource(String text, KubernetesName resource, String value) {
        if (!resource.countsUnits()) {
            return new Spelling(
                    text,
                    Form.KUBERNETES_RESOURCE,
                    "the resource " + resource.name() + ", which gives the "
                            + resource.role().token.replace('-', ' ') + " of a share of a device in " + resource.unit()
                            + "; another resource counts the devices",
                    SpellingReader.oneOf(resource.models()),
                    null,
                    null);
        }
        var counts = "the resource " + resource.name() + ", which counts " + resource.unit();
        return switch (reader.read(Map.of(resource.name(), value.isEmpty() ? "1" : value), Map.of())) {
            case KubernetesDevices.Asked asked ->
                new Spelling(
                        text,
                        Form.KUBERNETES_RESOURCE,
                        counts,
                        meaning(asked),
                        value.isEmpty() ? null : (long) asked.count(),
                        null);
            case KubernetesDevices.Refused refused ->
                SpellingReader.unread(text, Form.KUBERNETES_RESOURCE, String.join(" ", refused.problems()));
            case KubernetesDevices.None _ ->
                SpellingReader.unread(text, Form.KUBERNETES_RESOURCE, counts + "; none is asked for");
        };
    }

    private static Resolution meaning(KubernetesDevices.Asked asked) {
        return asked.models() instanceof Exact exact
                ? new Exact(
                        exact.model(), new NamedUnit(asked.kind(), exact.unit().memory(), asked.profile(), 1))
                : asked.models();
    }

    private Spelling label(String text, KubernetesName label, String value) {
        var understood = "the label " + label.name();
        if (label.role() != Role.MODEL) {
            return SpellingReader.unread(
                    text, Form.KUBERNETES_LABEL, understood + ", which says nothing of the model: " + label.unit());
        }
        return value.isEmpty()
                ? SpellingReader.unread(
                        text, Form.KUBERNETES_LABEL, understood + " without a value, which would be the model")
                : new Spelling(
                        text,
                        Form.KUBERNETES_LABEL,
                        understood + ", whose value is the name of the model",
                        resolver.resolve(value),
                        null,
                        null);
    }

    private List<String> nearest(String name) {
        return names.resources(KubernetesName.domain(name)).stream()
                .sorted(Comparator.comparingInt((String other) -> NearestNames.distance(name, other))
                        .thenComparing(other -> other))
                .limit(MOST_NEAREST)
                .toList();
    }
}
