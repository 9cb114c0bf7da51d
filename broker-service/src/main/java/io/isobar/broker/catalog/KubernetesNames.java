package io.isobar.broker.catalog;

import io.isobar.broker.catalog.KubernetesName.Role;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.table.CsvTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The resource and label names of the accelerator plug-ins that are known. */
final class KubernetesNames {
    private static final Set<String> COLUMNS = new LinkedHashSet<>(List.of(
            "vendor",
            "kind",
            "name",
            "role",
            "bytes_per_unit",
            "model_ids",
            "unit_or_value",
            "meaning",
            "publisher",
            "example",
            "source",
            "notes"));
    private static final Pattern MIG = Pattern.compile("nvidia\\.com/mig-([1-9]g\\.[0-9]{1,3}gb)");
    private static final Pattern PROFILE_MEMORY = Pattern.compile("[1-9]g\\.([0-9]{1,3})gb");
    private static final String NO_MODEL = "-";

    private final Map<String, KubernetesName> resources = new HashMap<>();
    private final Map<String, KubernetesName> labels = new HashMap<>();
    private final Set<String> domains = new HashSet<>();

    private final AcceleratorCatalog catalog;

    /** Reads the table; adds every problem of it to {@code problems}. */
    KubernetesNames(AcceleratorCatalog catalog, List<String> problems) {
        this.catalog = catalog;
        CsvTable table = CatalogResource.read("kubernetes.csv", problems);
        table.checkColumns(COLUMNS, COLUMNS, problems);
        for (CsvTable.Row row : table.rows()) {
            var cells = new Cells(table, row, problems);
            String name = cells.required("name");
            BigDecimal bytes = cells.number("bytes_per_unit");
            String unit = cells.text("unit_or_value");
            var known = new KubernetesName(
                    name,
                    role(cells),
                    bytes == null ? null : bytes.longValue(),
                    unit == null ? "units" : unit,
                    models(cells, catalog));
            switch (cells.required("kind")) {
                case "resource" -> {
                    resources.put(name, known);
                    domains.add(KubernetesName.domain(name));
                }
                case "node-label" -> labels.put(name, known);
                case "annotation" -> {}
                default -> cells.problem("kind", "is not resource, node-label or annotation");
            }
        }
    }

    private static Role role(Cells cells) {
        String token = cells.required("role");
        for (Role role : Role.values()) {
            if (role.token.equals(token)) {
                return role;
            }
        }
        cells.problem("role", "\"" + token + "\" is not known");
        return Role.OTHER;
    }

    /** The models of the row; of its vendor where it names none. */
    private static List<AcceleratorModel> models(Cells cells, AcceleratorCatalog catalog) {
        List<String> ids = cells.list("model_ids");
        if (ids.equals(List.of(NO_MODEL))) {
            return List.of();
        }
        if (ids.isEmpty()) {
            String vendor = cells.required("vendor");
            return catalog.models().stream()
                    .filter(model -> model.vendor().equals(vendor))
                    .toList();
        }
        var models = new ArrayList<AcceleratorModel>();
        for (String id : ids) {
            catalog.find(id)
                    .ifPresentOrElse(
                            models::add,
                            () -> cells.problem("model_ids", "has \"" + id + "\", which is not in the catalogue"));
        }
        return models;
    }

    @Nullable
    KubernetesName resource(String name) {
        Matcher matcher = MIG.matcher(name);
        if (matcher.matches()) {
            return new KubernetesName(name, Role.PARTITION, null, "MIG instances", divisible(matcher.group(1)));
        }
        return resources.get(name);
    }

    /** The models that are known to be cut so; all of the vendor where no such cut is known. */
    private List<AcceleratorModel> divisible(String profile) {
        KubernetesName whole = resources.get("nvidia.com/gpu");
        List<AcceleratorModel> all = whole == null ? List.of() : whole.models();
        List<AcceleratorModel> known = all.stream()
                .filter(model -> catalog.partitions(model).stream()
                        .anyMatch(partition -> partition.profile().equals(profile)))
                .toList();
        return known.isEmpty() ? all : known;
    }

    /** The memory that the name of a partition states. */
    static @Nullable Memory partitionMemory(String profile) {
        Matcher matcher = PROFILE_MEMORY.matcher(profile);
        return matcher.matches() ? Memory.ofGibibytes(Long.parseLong(matcher.group(1))) : null;
    }

    /** The resources of a domain, such as {@code nvidia.com}. */
    List<String> resources(String domain) {
        return resources.keySet().stream()
                .filter(name -> KubernetesName.domain(name).equals(domain))
                .toList();
    }

    /** The resources that count units of a model, in order of their names. */
    List<String> resources(AcceleratorModel model) {
        return resources.values().stream()
                .filter(name -> name.countsUnits() && name.models().contains(model))
                .map(KubernetesName::name)
                .sorted()
                .toList();
    }

    @Nullable
    KubernetesName label(String name) {
        return labels.get(name.startsWith("beta.amd.com/") ? name.substring("beta.".length()) : name);
    }

    /** Whether a name belongs to a vendor of accelerators, so that it must not be passed over. */
    boolean isOfAVendor(String name) {
        return domains.contains(KubernetesName.domain(name));
    }

    static @Nullable String partitionProfile(String name) {
        Matcher matcher = MIG.matcher(name);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
